# A server with all of moto's services and this Rekognition: docker build -t moto-rekognition .
FROM python:3.13-slim AS build
WORKDIR /source
COPY . .
# The build fetches the face model (3.8 MB) and puts it into the wheel.
RUN pip wheel --no-cache-dir --no-deps --wheel-dir /wheels .

FROM python:3.13-slim
RUN --mount=type=bind,from=build,source=/wheels,target=/wheels \
    pip install --no-cache-dir "$(echo /wheels/*.whl)[server]" \
    && useradd --create-home --uid 1000 moto \
    && install --directory --owner=1000 /data
USER 1000
# Snapshots: --snapshot /data/collections.npz
VOLUME /data
EXPOSE 5000
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:5000/moto-api/rekognition/health')"]
ENTRYPOINT ["moto_rekognition_server", "--host", "0.0.0.0", "--port", "5000"]
CMD ["--preload"]
