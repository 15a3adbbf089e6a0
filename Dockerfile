# docker build -t briefing-bot .
# docker run -p 8080:8080 -v briefing:/data -e BRIEFING_WEB_TOKEN=… briefing-bot
# Any image with Python 3.11 to 3.13, pip and useradd will do: --build-arg BASE=registry.example.gov.uk/python:3.12
ARG BASE=python:3.11-slim-bookworm

FROM ${BASE} AS build
ENV UV_PYTHON_DOWNLOADS=never \
    UV_LINK_MODE=copy \
    UV_PROJECT_ENVIRONMENT=/opt/briefing \
    PIP_DISABLE_PIP_VERSION_CHECK=1
RUN pip install --no-cache-dir "uv>=0.13,<0.14"
WORKDIR /src
# The libraries change seldom and take a minute; a change of our own code does not install them again.
COPY pyproject.toml uv.lock ./
RUN uv sync --frozen --no-dev --extra postgres --no-install-project --compile-bytecode --no-cache
COPY README.md LICENSE ./
COPY bot ./bot
COPY config ./config
COPY retrieval ./retrieval
RUN uv sync --frozen --no-dev --extra postgres --no-editable --compile-bytecode --no-cache

FROM ${BASE}
# A fixed number, so that the rights on a mounted folder can be given before the container runs.
RUN groupadd --gid 10001 briefing \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin briefing \
    && install --directory --owner=10001 --group=10001 --mode=0700 /data
COPY --from=build /opt/briefing /opt/briefing
WORKDIR /app
COPY seeds ./seeds
ENV PATH=/opt/briefing/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    ORT_DISABLE_TELEMETRY=1 \
    BRIEFING_DATA_DIR=/data \
    BRIEFING_HOST=0.0.0.0
USER 10001:10001
VOLUME /data
EXPOSE 8080
# Python and not curl, which the image does not have. A first ingest comes before the page: hence the start period.
HEALTHCHECK --interval=30s --timeout=5s --start-period=180s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as u; u.build_opener(u.ProxyHandler({})).open('http://127.0.0.1:' + os.environ.get('PORT', '8080') + '/healthz', timeout=4)"]
ENTRYPOINT ["briefing"]
CMD ["serve", "--ingest", "seeds"]
