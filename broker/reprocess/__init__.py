"""What arrived since some moment, through the code and agreement of today, into shadow topics.

Nothing of the real service is touched: the store is read, and Kafka is written to on `skygge.…` alone.
"""
