"""plo run, status, part, kafka, topics, settings and asyncapi: the service, and what it stands on."""
