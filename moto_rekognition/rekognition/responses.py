"""The entry of every request: finds its operation and its sender. The operations are in the families."""

from __future__ import annotations

import time
from functools import cache, cached_property
from typing import Any

from moto import settings as moto_settings
from moto.core.base_backend import backend_lock
from moto.core.utils import camelcase_to_underscores
from moto.rekognition.models import rekognition_backends
from moto.rekognition.responses import RekognitionResponse as StockResponse
from werkzeug.exceptions import HTTPException

from moto_rekognition import _moto
from moto_rekognition.rekognition.collections.responses import CollectionResponses
from moto_rekognition.rekognition.exceptions import (
    JSON,
    NotImplementedException,
    SerializationException,
    UnknownEndpoint,
    UnknownOperationException,
)
from moto_rekognition.rekognition.faces.responses import FaceResponses
from moto_rekognition.rekognition.liveness.responses import LivenessResponses
from moto_rekognition.rekognition.models import RekognitionBackend
from moto_rekognition.rekognition.protocol import faults, wire
from moto_rekognition.rekognition.protocol.operation import Reply
from moto_rekognition.rekognition.protocol.request_log import request_log
from moto_rekognition.rekognition.tags.responses import TagResponses
from moto_rekognition.rekognition.users.responses import UserResponses
from moto_rekognition.rekognition.video.responses import VideoResponses
from moto_rekognition.service_model import service_model


class RekognitionResponse(
    CollectionResponses,
    FaceResponses,
    UserResponses,
    TagResponses,
    LivenessResponses,
    VideoResponses,
    StockResponse,  # type: ignore[misc]
):
    """One request. moto's own class answers the operations of no family."""

    enforces_iam = False

    def _dispatch(self, request: Any, full_url: str | None = None, headers: Any = None) -> Any:
        # No SDK compresses these requests, and a small body could decompress to any size. On the instance, because
        # moto 5.0 sets it there.
        self.allow_request_decompression = False
        # moto would parse the JSON body as a query string.
        try:
            if hasattr(request, "get_data"):
                request.get_data()  # read it first: Flask would parse it as a form for some Content-Types
            self.setup_class(request, full_url, {}, use_raw_body=True)  # of headers moto would make a query string
        except OSError:  # the chunked encoding is invalid
            error = SerializationException("The request body cannot be read.")
            return error.code, wire.with_request_id(dict(error.get_headers())), error.description
        started = time.perf_counter()
        try:
            status, answer_headers, body = self.call_action()
        except NotImplementedError:
            if self._is_implemented():
                raise
            status, answer_headers, body = self._not_implemented()
        if self.is_werkzeug_request:
            # A body that could not be parsed is logged unchanged.
            parameters = getattr(self, "parameters", None) or self.body or ""
            seconds = time.perf_counter() - started
            sender = self.current_account, self.region
            request_log.add(self.action(), *sender, parameters, status, body, seconds)
        return status, wire.with_request_id(answer_headers), body

    def _is_implemented(self) -> bool:
        return hasattr(RekognitionResponse, camelcase_to_underscores(self.action()))

    def _not_implemented(self) -> Reply:
        """Refuse an operation that nobody implements: raise in process, answer with an error on a server."""
        error = NotImplementedException.operation(self.action())
        if not self.is_werkzeug_request:
            raise NotImplementedError(error.message) from None
        return error.code, dict(error.get_headers()), error.description

    def get_region_from_url(self, request: Any, full_url: str) -> str:
        """The region of a request; moto's default region when the Authorization header names none."""
        try:
            return str(super().get_region_from_url(request, full_url))
        except IndexError:
            return str(self.default_region)

    def get_current_account(self) -> str:
        """The account of the sender's access key."""
        with backend_lock:  # held by a reset too, which empties the IAM backend
            return str(super().get_current_account())

    def call_action(self) -> Reply:
        """Call the operation. moto's own way lists all members of this class for each call, which takes long."""
        if (method := _own_methods().get(self.action())) is None:
            return super().call_action()  # type: ignore[no-any-return]
        try:
            self._authenticate_and_authorize_normal_action()
        except HTTPException as error:
            answer: Any = error.description, {"status": error.code}
        else:
            try:
                answer = getattr(self, method)()
            except HTTPException as error:
                answer = error.description, {**dict(error.get_headers()), "status": error.code}
        status, headers, body = self._transform_response(self.response_headers, answer)
        headers, _ = self._enrich_response(headers, "")  # adds the request id; would look for XML in the body
        return status, headers, body

    def _get_action(self) -> str:
        return self._action

    @cached_property
    def _action(self) -> str:
        prefix, _, name = (self.headers.get("X-Amz-Target") or "").partition(".")
        if prefix != "RekognitionService" or name not in service_model().operation_names:
            return "UnknownOperation"
        return str(name)

    def action(self) -> str:
        return self._action

    def unknown_operation(self) -> Reply:
        raise UnknownOperationException

    def _authenticate_and_authorize_normal_action(self, resource: str = "*") -> None:
        self._authenticate_and_authorize(resource)
        if self.action() not in _own_methods():
            self.response_headers["Content-Type"] = JSON
            # Operations of moto's own class do not use `protocol.operation`, which raises declared faults for ours.
            faults.raise_declared(self.action(), {}, self.current_account, self.region)

    def _authenticate_and_authorize(self, resource: str) -> None:
        if self.request_count < moto_settings.INITIAL_NO_AUTH_ACTION_COUNT:
            super()._authenticate_and_authorize_normal_action(resource)  # counts the request
            return
        from moto_rekognition.rekognition.neighbours import authorization  # slow to import and rarely needed

        self.enforces_iam = True
        self.response_headers["Content-Type"] = JSON  # moto does not set the headers of these errors
        with backend_lock:
            authorization.authorize(self, self.rekognition_backend)

    def authorize_reading(self) -> None:
        if self.enforces_iam:
            from moto_rekognition.rekognition.neighbours import authorization

            authorization.authorize_reading(self, self.parameters, self.rekognition_backend)

    @property
    def rekognition_backend(self) -> RekognitionBackend:
        try:
            return _moto.backend_of(rekognition_backends, self.current_account, self.region)  # type: ignore[no-any-return]
        except KeyError:
            raise UnknownEndpoint(self.region) from None


@cache
def _own_methods() -> dict[str, str]:
    """Operation -> the name of the method that answers it, for the operations that moto's own class does not answer."""
    methods = {name: camelcase_to_underscores(name) for name in (*service_model().operation_names, "UnknownOperation")}
    return {
        name: method
        for name, method in methods.items()
        if getattr(RekognitionResponse, method, None) is not getattr(StockResponse, method, None)
    }
