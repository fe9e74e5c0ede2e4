/*
 * A server with counters, a histogram and a trace.
 *
 *   server PORT       answers on 127.0.0.1 until it is interrupted: a line of text for a line of text, and what it counts for "stats"
 *   server load N     answers N requests of its own on a port that is free, and says what it has counted
 */
#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <perseq/perseq.h>
#include <perseq_trace.h>

#define WORKERS 4
#define CLIENTS 4

PERSEQ_EVENT(request, "server", "request", PERSEQ_INFO, PERSEQ_FIELD("bytes", PERSEQ_U32), PERSEQ_FIELD("line", PERSEQ_TEXT));

/* Each worker adds to its own CPU's part of these. */
static struct perseq_counter requests, bytes_in;
static struct perseq_histogram *nanoseconds;

static int listener;
static uint16_t port;

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static uint64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static void write_all(int to, const char *text, size_t len)
{
	while (len > 0) {
		ssize_t written = send(to, text, len, MSG_NOSIGNAL);

		if (written <= 0)
			return;
		text += written;
		len -= (size_t)written;
	}
}

/* Reads until the end of a line; its length with it, or 0. */
static size_t read_line(int from, char *line, size_t room)
{
	size_t len = 0;

	while (len + 1 < room) {
		ssize_t got = recv(from, line + len, room - 1 - len, 0);

		if (got <= 0)
			return 0;
		len += (size_t)got;
		line[len] = 0;
		if (line[len - 1] == '\n')
			return len;
	}
	return 0;
}

static void answer(int client)
{
	uint64_t begin = now();
	char line[256], text[512];
	size_t len = read_line(client, line, sizeof(line));

	if (len == 0)
		return;
	line[len - 1] = 0;
	perseq_counter_inc(&requests);
	perseq_counter_add(&bytes_in, len);
	perseq_trace(request, PERSEQ_INT(len), PERSEQ_STRING(line));
	if (!strcmp(line, "stats"))
		snprintf(text, sizeof(text), "%" PRIu64 " requests, %" PRIu64 " bytes\n", perseq_counter_sum(&requests),
			 perseq_counter_sum(&bytes_in));
	else
		snprintf(text, sizeof(text), "you said: %s\n", line);
	write_all(client, text, strlen(text));
	perseq_histogram_record(nanoseconds, now() - begin);
}

static void *work(void *unused)
{
	for (;;) {
		int client = accept(listener, NULL, NULL);

		if (client < 0) {
			if (errno == EINTR || errno == ECONNABORTED)
				continue;
			return unused;
		}
		answer(client);
		close(client);
	}
}

static void *make_requests(void *count)
{
	struct sockaddr_in to;
	char line[256];
	int n;

	memset(&to, 0, sizeof(to));
	to.sin_family = AF_INET;
	to.sin_port = htons(port);
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	for (n = 0; n < *(int *)count; n++) {
		int server = socket(AF_INET, SOCK_STREAM, 0);

		if (server < 0 || connect(server, (struct sockaddr *)&to, sizeof(to)) != 0)
			die("connect");
		write_all(server, "hello\n", 6);
		if (read_line(server, line, sizeof(line)) == 0 || strcmp(line, "you said: hello\n"))
			die("an answer");
		close(server);
	}
	return NULL;
}

static void load(int count)
{
	pthread_t clients[CLIENTS];
	int n, counts[CLIENTS];

	for (n = 0; n < CLIENTS; n++) {
		counts[n] = count / CLIENTS + (n < count % CLIENTS);
		if (pthread_create(&clients[n], NULL, make_requests, &counts[n]) != 0)
			die("pthread_create");
	}
	for (n = 0; n < CLIENTS; n++)
		pthread_join(clients[n], NULL);
}

int main(int argc, char **argv)
{
	struct sockaddr_in at;
	struct perseq_snapshot *seen;
	socklen_t len = sizeof(at);
	pthread_t workers[WORKERS];
	sigset_t ends;
	int n, one = 1, is_load = argc == 3 && !strcmp(argv[1], "load");

	if (argc != 2 && !is_load) {
		fprintf(stderr, "usage: server PORT | server load N\n");
		return 2;
	}
	nanoseconds = perseq_histogram_create(60000000000, 2);
	if (!nanoseconds) {
		fprintf(stderr, "%s\n", perseq_error_text());
		return 1;
	}
	/* Every thread has these blocked; main waits for them. */
	sigemptyset(&ends);
	sigaddset(&ends, SIGINT);
	sigaddset(&ends, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &ends, NULL);

	memset(&at, 0, sizeof(at));
	at.sin_family = AF_INET;
	at.sin_port = htons(is_load ? 0 : (uint16_t)atoi(argv[1]));
	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	listener = socket(AF_INET, SOCK_STREAM, 0);
	if (listener < 0 || setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)) != 0 ||
	    bind(listener, (struct sockaddr *)&at, sizeof(at)) != 0 || listen(listener, 64) != 0 ||
	    getsockname(listener, (struct sockaddr *)&at, &len) != 0)
		die("listen");
	port = ntohs(at.sin_port);
	for (n = 0; n < WORKERS; n++) {
		if (pthread_create(&workers[n], NULL, work, NULL) != 0)
			die("pthread_create");
	}

	if (is_load) {
		load(atoi(argv[2]));
	} else {
		fprintf(stderr, "port %u\n", (unsigned)port);
		sigwait(&ends, &n);
	}
	/* accept fails from now on. */
	shutdown(listener, SHUT_RDWR);
	for (n = 0; n < WORKERS; n++)
		pthread_join(workers[n], NULL);

	seen = perseq_histogram_snapshot(nanoseconds);
	printf("%" PRIu64 " requests, %" PRIu64 " bytes, %" PRIu64 " times\n", perseq_counter_sum(&requests),
	       perseq_counter_sum(&bytes_in), perseq_snapshot_count(seen));
	fprintf(stderr, "half of them took %" PRIu64 " ns or less, 99 of 100 took %" PRIu64 " ns or less\n",
		perseq_snapshot_quantile(seen, 0.5), perseq_snapshot_quantile(seen, 0.99));
	perseq_snapshot_destroy(seen);
	perseq_histogram_destroy(nanoseconds);
	return 0;
}
