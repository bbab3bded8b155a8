"""Claim-check (architecture.md §3): what is too large for a record of Kafka lies in a store, and the record
carries where and what it is. A store is a folder, or a bucket that speaks S3.
"""
