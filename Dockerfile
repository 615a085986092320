# Studybot in a container. docker-compose.yml starts it; without Compose:
#
#   docker build --tag studybot .
#   docker run --detach --restart unless-stopped --env-file .env --volume studybot:/data studybot

FROM python:3.13-slim AS build

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
RUN python -m venv /opt/studybot
WORKDIR /src

# First what changes rarely. Hashes are checked, and nothing is compiled: no compiler is there.
COPY requirements.txt ./
RUN /opt/studybot/bin/pip install --only-binary :all: --require-hashes --requirement requirements.txt

COPY pyproject.toml README.md LICENSE ./
COPY bot/ bot/
COPY adapters/ adapters/
# Built with the locked setuptools; what builds and installs is not needed any more after that.
RUN /opt/studybot/bin/pip install --no-deps --no-build-isolation . \
    && /opt/studybot/bin/pip uninstall --yes setuptools pip


FROM python:3.13-slim

LABEL org.opencontainers.image.title="Studybot" \
      org.opencontainers.image.description="Turns the Markdown notes a group already has into quizzes in the chat where the group already talks." \
      org.opencontainers.image.licenses="MIT"

# A number, not only a name, so that a cluster can see that this is not root.
RUN groupadd --gid 10001 studybot \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin studybot \
    && install --directory --owner=10001 --group=10001 --mode=0700 /data

COPY --from=build /opt/studybot /opt/studybot
COPY content/ /app/content/

# Everything is compiled already, and nothing is written outside /data: the rest may be read-only.
# Inside a container 127.0.0.1 cannot be reached from elsewhere, hence the address for health and for
# Slack over HTTP.
ENV PATH=/opt/studybot/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    STUDYBOT_DATA=/data \
    STUDYBOT_CONTENT=/app/content \
    STUDYBOT_HTTP=0.0.0.0:8080

WORKDIR /app
USER 10001:10001
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM

# Whether the process works, not whether the chat is reachable: a new container would not mend that.
HEALTHCHECK --interval=30s --timeout=6s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import os, sys; from http.client import HTTPConnection as To; at = os.environ['STUDYBOT_HTTP'].strip(); at.lower() == 'off' and sys.exit(); to = To(at, timeout=5); to.request('GET', '/healthz'); got = to.getresponse(); print(got.read().decode()); sys.exit(got.status != 200)"]

ENTRYPOINT ["studybot"]
CMD ["run"]
