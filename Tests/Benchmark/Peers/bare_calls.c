/* bare_calls PORT REQUESTS JOURNAL: sends requests over one connection to 127.0.0.1, one after another, and after each
   answer appends 200 bytes to the file JOURNAL and flushes them to the disk. This is the least that an apply has to do
   which remembers what was confirmed. REQUESTS has a line for each: method, path and body, with tabs between. An
   answer without a Content-Length, or another status than 2xx, ends it. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

enum { HEAD_LIMIT = 65536 };

static void stop(const char *reason) {
    fprintf(stderr, "bare_calls: %s\n", reason);
    exit(1);
}

static int connectTo(int port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int connection = socket(AF_INET, SOCK_STREAM, 0);
    int on = 1;
    setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(connection, (struct sockaddr *)&address, sizeof address) != 0) stop("cannot connect");
    return connection;
}

static void sendAll(int descriptor, const char *bytes, size_t count) {
    while (count > 0) {
        ssize_t written = write(descriptor, bytes, count);
        if (written <= 0) stop("cannot write");
        bytes += written;
        count -= written;
    }
}

/* Reads one answer to its end. */
static void receive(int connection) {
    static char answer[HEAD_LIMIT + 1];
    size_t count = 0;
    char *body = NULL;
    while (!body) {
        ssize_t got = read(connection, answer + count, HEAD_LIMIT - count);
        if (got <= 0) stop("the answer ends within its head");
        count += got;
        answer[count] = 0;
        body = strstr(answer, "\r\n\r\n");
    }
    if (strncmp(answer, "HTTP/1.1 2", 10) != 0) stop("refused");
    char *length = strcasestr(answer, "\r\ncontent-length:");
    if (!length || length > body) stop("an answer without its length");
    long missing = atol(length + 17) - (long)(count - (body + 4 - answer));
    while (missing > 0) {
        ssize_t got = read(connection, answer, missing < HEAD_LIMIT ? missing : HEAD_LIMIT);
        if (got <= 0) stop("the answer ends within its body");
        missing -= got;
    }
}

static void append(int journal) {
    static char record[200];
    memset(record, ' ', sizeof record);
    record[sizeof record - 1] = '\n';
    sendAll(journal, record, sizeof record);
    if (fsync(journal) != 0) stop("cannot flush");
}

int main(int count, char **arguments) {
    if (count != 4) return 64;
    int port = atoi(arguments[1]);
    FILE *requests = fopen(arguments[2], "r");
    int journal = open(arguments[3], O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0600);
    if (!requests || journal < 0) stop("cannot open its files");
    int connection = connectTo(port);
    char *line = NULL, *request = NULL;
    size_t room = 0;
    ssize_t length;
    while ((length = getline(&line, &room, requests)) > 0) {
        line[length - 1] = 0;
        char *rest = line;
        char *method = strsep(&rest, "\t"), *path = strsep(&rest, "\t");
        if (!rest) stop("a request without its three parts");
        int size = asprintf(&request,
                            "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: Bearer any-token\r\n"
                            "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
                            method, path, port, strlen(rest), rest);
        sendAll(connection, request, size);
        receive(connection);
        append(journal);
        free(request);
    }
    return 0;
}
