# The worker, the page and every command of Newswatch; Redis and the mail server are elsewhere.
FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The optional packages are Node itself, which the image has, and a faster codec.
RUN npm ci --omit=dev --omit=optional --ignore-scripts

FROM node:24-slim
ENV NODE_ENV=production MALLOC_ARENA_MAX=2 MALLOC_MMAP_THRESHOLD_=131072 NEWSWATCH_DATA=/data NEWSWATCH_WEB_HOST=0.0.0.0
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY package.json LICENSE ./
COPY bin ./bin
COPY config ./config
COPY src ./src
RUN mkdir -m 700 /data && chown node:node /data
USER node
EXPOSE 8080
ENTRYPOINT ["node", "--max-semi-space-size=4", "--heap-growing-percent=60", "src/cli/main.ts"]
CMD ["start"]
