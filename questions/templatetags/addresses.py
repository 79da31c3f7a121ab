"""Where a page can be found again."""

from urllib.parse import urlsplit

from django import template
from django.http import HttpRequest
from django.template import Context

register = template.Library()


@register.simple_tag(takes_context=True)
def page_address(context: Context) -> str:
    """The address at which the page can be loaded again.

    Of a page that answers a form it is the page with the form, since many addresses take forms
    alone; that is what the browser names as the page it comes from.
    """
    if context.get("here"):
        return str(context["here"])
    request = context.get("request")
    return _loadable(request) if isinstance(request, HttpRequest) else "/"


def _loadable(request: HttpRequest) -> str:
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    origin = urlsplit(request.headers.get("Referer", ""))
    if origin.netloc != request.get_host():
        return "/"
    return origin._replace(scheme="", netloc="", fragment="").geturl() or "/"
