"""Parse, call the backend, serialise: no logic."""

from typing import Any

from moto.rekognition.responses import RekognitionResponse as StockResponse


class RekognitionResponse(StockResponse):  # type: ignore[misc]
    def _dispatch(self, request: Any, full_url: str, headers: Any) -> Any:
        self.setup_class(request, full_url, headers, use_raw_body=True)
        return self.call_action()
