# The command as a static binary, in an image without a shell or a package manager.
#
#     docker build -t dechaff .
#     docker run --rm -i dechaff < page.html
#     docker run --rm -v "$PWD:/work" -u "$(id -u):$(id -g)" dechaff pages/ -O texts/

FROM rust:1-alpine AS build
RUN apk add --no-cache build-base cmake perl
WORKDIR /src
COPY . .
ENV CARGO_PROFILE_RELEASE_STRIP=symbols
RUN cargo build --release --locked -p dechaff-cli && cp target/release/dechaff /dechaff

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /dechaff /usr/local/bin/dechaff
WORKDIR /work
USER nonroot
ENTRYPOINT ["/usr/local/bin/dechaff"]
