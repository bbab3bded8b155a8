"""plo analyse and plo reprocess: what arrived before, judged anew."""
