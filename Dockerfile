# gouji serve for an office; see docs/desk.md. No fonts are needed: what gouji writes names them, and draws none.
FROM python:3.12-slim AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY src src
COPY lexicon lexicon
COPY templates templates
COPY examples examples
RUN python -m venv /opt/gouji && /opt/gouji/bin/pip install --no-cache-dir ".[serve]"

FROM python:3.12-slim
RUN useradd --system --uid 10001 --create-home --home-dir /data gouji
COPY --from=build /opt/gouji /opt/gouji
USER 10001
WORKDIR /data
VOLUME /data
EXPOSE 8765
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["/opt/gouji/bin/python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8765/health', timeout=4)"]
ENTRYPOINT ["/opt/gouji/bin/gouji", "serve", "--host", "0.0.0.0", "--port", "8765", "--no-browser", "--data", "/data"]
