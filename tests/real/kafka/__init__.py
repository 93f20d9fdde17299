"""Apache Kafka itself: a broker and Kafka Connect workers on loopback, from the jars of Maven Central."""
