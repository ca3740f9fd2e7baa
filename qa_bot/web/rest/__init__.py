"""The REST API beside the page: what programs in any language ask, under /api/v1, described by an OpenAPI schema."""

from qa_bot.web.rest.app import BesidePage, RestApp, rest_app

__all__ = ["BesidePage", "RestApp", "rest_app"]
