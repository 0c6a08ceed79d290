# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
#
# Stands in for `odoo:19` where no registry of images is reached: Debian's Odoo 19 (unpacked beside this file, in `odoo/`), the
# libraries that it brings, its user and its volume. What our addons need besides is installed by our own Dockerfile.
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends python3 python3-pip libmagic1
COPY requirements.txt /tmp/
RUN sed -i '/requirements-addons/d' /tmp/requirements.txt \
    && pip3 install --no-cache-dir --break-system-packages --requirement /tmp/requirements.txt
COPY odoo/ /
RUN useradd --system --uid 101 --home-dir /var/lib/odoo --create-home odoo
VOLUME /var/lib/odoo
USER odoo
