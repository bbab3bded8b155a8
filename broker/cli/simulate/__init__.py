"""plo simulate: stays of synthetic patients with known faults, made and scored."""
