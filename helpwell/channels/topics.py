from helpwell.live.topics import opens_topics

opens_topics("mail-health")
