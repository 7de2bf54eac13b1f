# syntax=docker/dockerfile:1
# One image for each workspace that runs: docker build --build-arg WORKSPACE=services/intake -t told-once/intake .
# `npm run check:image` does these steps without an engine and starts what comes of them.
ARG NODE_IMAGE=node:24.21.0-bookworm-slim

FROM ${NODE_IMAGE} AS collect
ARG WORKSPACE
WORKDIR /source
COPY . .
# No install script is run: nothing that a service ships needs one.
RUN --mount=type=cache,target=/root/.npm \
    npm ci --omit=dev --omit=optional --ignore-scripts -w "${WORKSPACE}"
RUN node tools/collect-workspace.ts "${WORKSPACE}" /collected

FROM ${NODE_IMAGE}
ARG WORKSPACE
# What a running service needs is Node alone. A volume mounted at /var/lib/told takes over its owner.
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack \
      /usr/local/bin/yarn /usr/local/bin/yarnpkg /opt/yarn-v* \
    && install -d -o node -g node -m 0700 /var/lib/told
# Owned by root, and so out of the service's reach even where the root file system can be written.
COPY --from=collect /collected /app
ENV NODE_ENV=production TZ=UTC TOLD_HOST=0.0.0.0 TOLD_PORT=8080
USER node
WORKDIR /app/${WORKSPACE}
EXPOSE 8080
# Node is process 1 itself: no npm and no shell stands between it and the engine's SIGTERM, on which it drains and ends.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["node", "/app/tools/check-health.mjs"]
ENTRYPOINT ["node"]
CMD ["--import", "/app/tools/check-node.mjs", "src/main.ts"]
