FROM python:3.11-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends make npm && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/gongxin
COPY . .
RUN make install && rm -rf node_modules

FROM python:3.11-slim
RUN useradd --system --uid 10001 --create-home gongxin
WORKDIR /srv/gongxin
COPY --from=build --chown=gongxin /srv/gongxin .
ENV PATH=/srv/gongxin/.venv/bin:$PATH GONGXIN_DATA=/srv/data
RUN mkdir /srv/data && chown gongxin /srv/data
USER gongxin
VOLUME /srv/data
EXPOSE 8000
CMD ["sh", "-c", "python manage.py migrate --no-input && python manage.py collectstatic --no-input -v0 && exec gunicorn config.wsgi --bind 0.0.0.0:8000 --workers 2 --threads 4 --no-control-socket"]
