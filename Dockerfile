# One image for server and worker: docker build -t playhead .
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:24-bookworm-slim
RUN apt-get update \
  && apt-get install -y --no-install-recommends ffmpeg fonts-dejavu-core pocketsphinx pocketsphinx-en-us \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/shared ./shared
COPY --from=build /app/server ./server
COPY --from=build /app/worker ./worker
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4600 DATA_DIR=/data
RUN mkdir /data && chown node:node /data
USER node
EXPOSE 4600
# The worker runs the same image with: node worker/main.ts
CMD ["node", "server/main.ts"]
