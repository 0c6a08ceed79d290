# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
#
# Stands in for `nginx:1.28-alpine` where no registry of images is reached: Debian's nginx, and wget, which the health check calls.
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends nginx-light wget
CMD ["nginx", "-g", "daemon off;"]
