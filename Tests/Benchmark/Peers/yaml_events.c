/* yaml_events FILE: lets libyaml read a file to its end and keeps nothing. No reader on top of libyaml can be faster. */
#include <stdio.h>
#include <yaml.h>

int main(int count, char **arguments) {
    FILE *file = count == 2 ? fopen(arguments[1], "rb") : NULL;
    if (!file) return 66;
    yaml_parser_t parser;
    yaml_event_t event;
    if (!yaml_parser_initialize(&parser)) return 70;
    yaml_parser_set_input_file(&parser, file);
    int atEnd = 0;
    long events = 0;
    while (!atEnd) {
        if (!yaml_parser_parse(&parser, &event)) return 65;
        atEnd = event.type == YAML_STREAM_END_EVENT;
        events += 1;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    fclose(file);
    printf("%ld events\n", events);
    return 0;
}
