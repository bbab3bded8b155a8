"""Pleie- og omsorgsmeldinger: versions 1.5, 1.6 and 2.0 by one code (HIS 80704:2014, HIS 1143-1149:2014)."""
