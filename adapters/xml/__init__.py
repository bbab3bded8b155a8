"""XML as the outside world sends it: read safely, judged by the XSD, explained in words."""
