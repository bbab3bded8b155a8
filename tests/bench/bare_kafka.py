"""The limit of Kafka: the same messages through an aiokafka producer alone, acks=all, many in flight.

python -m bench.bare_kafka <bootstrap> <topic> <warm-up s> <measure s>
"""

import asyncio
import sys
from itertools import count, islice

import uvloop
from aiokafka import AIOKafkaProducer
from bench.bodies import bodies, msg_id
from bench.child import Window, await_go, give

AT_ONCE = 64
"""Messages in flight, as many as the load client has connections."""


async def main(bootstrap: str, topic: str, warm_s: float, measure_s: float) -> None:
    prepared, numbers, done = bodies(), count(), 0
    kafka = AIOKafkaProducer(
        bootstrap_servers=bootstrap,
        acks="all",
        enable_idempotence=True,
        compression_type="zstd",
        max_batch_size=512 * 1024,
    )
    await kafka.start()
    try:
        await asyncio.to_thread(await_go)
        window = Window(warm_s, measure_s)
        while not window.over():
            each = [(number, prepared[number % len(prepared)]) for number in islice(numbers, AT_ONCE)]
            await asyncio.gather(
                *(
                    kafka.send_and_wait(topic, body.of(msg_id(0, number)), b"%064x" % (number % 1000))
                    for number, body in each
                )
            )
            done += AT_ONCE * window.warm
    finally:
        await kafka.stop()
    give(count=done, wall_s=window.wall_s, cpu_s=window.cpu_s)


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1], sys.argv[2], float(sys.argv[3]), float(sys.argv[4])))
