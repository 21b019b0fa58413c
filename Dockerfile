# redstring behind a token. docker-compose.yml runs it with a read-only file system, for which it needs /tmp only.
FROM python:3.13.14-slim-trixie AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /source
RUN python -m venv /opt/redstring
COPY requirements.lock ./
RUN /opt/redstring/bin/python -m pip install --no-deps --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ATTRIBUTION.md ./
COPY graph graph
COPY extract extract
COPY api api
RUN /opt/redstring/bin/python -m pip install --no-deps --no-build-isolation .

FROM python:3.13.14-slim-trixie
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin redstring
COPY --from=build /opt/redstring /opt/redstring
ENV PATH=/opt/redstring/bin:$PATH HOME=/tmp PYTHONUNBUFFERED=1
USER 10001:10001
WORKDIR /tmp
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=6 \
    CMD ["python", "-c", "import urllib.request as ask; ask.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT ["redstring"]
CMD ["serve", "--host", "0.0.0.0"]
