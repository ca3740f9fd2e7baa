"""The page's icons: drawn here, hidden from screen readers, in the colour of the text around them."""

_PATHS = {
    "copy": "M9 9h10v12H9z M5 15V3h10",
    "down": "M17 14V3H7.5L4 11v3h6l-1 5a2 2 0 0 0 2 2l4-7h2zM21 3h-4v11h4z",
    "edit": "M4 20h4L20 8l-4-4L4 16z M13 7l4 4",
    "filter": "M4 6h16 M7 12h10 M10 18h4",
    "left": "M15 5l-7 7 7 7",
    "link": "M14 5h5v5 M19 5l-8 8 M18 14v5H5V6h5",
    "list": "M5 7h14 M5 12h14 M5 17h14",
    "plus": "M12 5v14 M5 12h14",
    "retry": "M19 12a7 7 0 1 1-2.05-4.95 M19 4v4h-4",
    "right": "M9 5l7 7-7 7",
    "save": "M12 4v11 M7 10l5 5 5-5 M5 20h14",
    "search": "M11 18a7 7 0 1 1 0-14 7 7 0 0 1 0 14z M16 16l5 5",
    "trash": "M5 7h14 M10 7V4h4v3 M7 7l1 13h8l1-13",
    "up": "M7 10v11h9.5L20 13v-3h-6l1-5a2 2 0 0 0-2-2l-4 7H7zM3 21h4V10H3z",
    "close": "M6 6l12 12 M18 6L6 18",
}


def icon(name: str) -> str:
    """Return the icon of that name as SVG."""
    path = f'<path d="{_PATHS[name]}"/>'
    return f'<svg class="qa-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{path}</svg>'
