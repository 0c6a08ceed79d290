# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
#
# Stands in for `postgres:15` where no registry of images is reached: Debian's PostgreSQL, and what docker-compose.yml asks of
# the image's entry point (postgres.sh).
FROM debian:bookworm-slim
RUN mkdir -p /etc/postgresql-common/createcluster.d /docker-entrypoint-initdb.d \
    && echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.d/none.conf \
    && apt-get update && apt-get install -y --no-install-recommends postgresql-15
ENV PATH=/usr/lib/postgresql/15/bin:$PATH PGDATA=/var/lib/postgresql/data
RUN install -d -o postgres -g postgres -m 700 "$PGDATA"
COPY postgres.sh /usr/local/bin/
ENTRYPOINT ["bash", "/usr/local/bin/postgres.sh"]
CMD ["postgres"]
