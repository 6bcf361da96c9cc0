/* audioop_rate.c: audioop.ratecv: another sampling rate.
 *
 * Samples out lie on the straight line between two samples in. `position`, in units of 1/(in * out) seconds, tells how
 * far the next one out lies behind the last one in (negative: in front of it, so that one more has to be read). Before
 * that a simple filter may mix each sample with what the one before it became. */
#include "modules/audioop.h"
#include "object/argument_checks.h"
#include "object/int.h"
#include "object/tuple.h"
#include "object/type_checks.h"

typedef struct Channel {
    int before, last; /* the two samples read last, filtered, of 32 bits */
} Channel;
typedef struct RateChange {
    int width, channel_count;
    int in, out, weight_new, weight_old; /* without common divisors */
    i64 position;
    Channel *channels; /* an arena block */
} RateChange;

static int greatest_divisor(int a, int b) {
    while (b) {
        int rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

static bool rate_change_check(RateChange *change, isize length) {
    if (!sound_width_check(change->width)) return false;
    if (change->channel_count < 1) return audioop_error("# of channels should be >= 1") != NULL;
    if (change->channel_count > INT32_MAX / change->width)
        return error_set(EXC(OverflowError), "width * nchannels too big for a C int") != NULL;
    if (change->weight_new < 1 || change->weight_old < 0)
        return audioop_error("weightA should be >= 1, weightB should be >= 0") != NULL;
    if (length % (change->width * change->channel_count))
        return audioop_error("not a whole number of frames") != NULL;
    if (change->in <= 0 || change->out <= 0) return audioop_error("sampling rate not > 0") != NULL;
    int divisor = greatest_divisor(change->in, change->out);
    change->in /= divisor;
    change->out /= divisor;
    divisor = greatest_divisor(change->weight_new, change->weight_old);
    change->weight_new /= divisor;
    change->weight_old /= divisor;
    return true;
}

/* --- the state from one call to the next: (position, ((before, last), ...)) ------------------------------- */

static bool illegal_state(void) {
    return error_set(EXC(TypeError), "ratecv(): illegal state argument") != NULL;
}

static bool state_take(Ref state, RateChange *change) {
    change->position = -(i64)change->out;
    if (state == None) return true;
    if (!is_tuple(state)) return error_set(EXC(TypeError), "state must be a tuple or None") != NULL;
    if (tuple_length(state) != 2) return illegal_state();
    int position;
    if (!argument_parsed_int(tuple_get(state, 0), &position)) return false;
    change->position = position;
    Ref channels = tuple_get(state, 1);
    if (!is_tuple(channels)) return illegal_state();
    if (tuple_length(channels) != change->channel_count) return audioop_error("illegal state argument") != NULL;
    for (int i = 0; i < change->channel_count; i++) {
        Ref channel = tuple_get(channels, i);
        if (!is_tuple(channel) || tuple_length(channel) != 2) return illegal_state();
        if (!argument_parsed_int(tuple_get(channel, 0), &change->channels[i].before) ||
            !argument_parsed_int(tuple_get(channel, 1), &change->channels[i].last))
            return false;
    }
    return true;
}

static Own state_make(const RateChange *change) {
    Own channels = tuple_new(change->channel_count);
    for (int i = 0; channels && i < change->channel_count; i++) {
        Own channel =
            tuple_take(2, int_from_i64(change->channels[i].before), int_from_i64(change->channels[i].last));
        tuple_fill(channels, i, channel);
        if (!channel) slot_clear(&channels);
    }
    return tuple_take(2, int_from_i64(change->position), channels);
}

/* --- conversion ------------------------------------------------------------------------------------------- */

static void frame_read(RateChange *change, const u8 *in) {
    double weights = (double)change->weight_new + (double)change->weight_old;
    for (int i = 0; i < change->channel_count; i++) {
        Channel *channel = &change->channels[i];
        double sample = sample_get_raw(in + i * change->width, change->width);
        channel->before = channel->last;
        channel->last = sample_cast(
            ((double)change->weight_new * sample + (double)change->weight_old * (double)channel->before) /
            weights);
    }
    change->position += change->out;
}

static void frame_write(RateChange *change, u8 *out) {
    for (int i = 0; i < change->channel_count; i++) {
        const Channel *channel = &change->channels[i];
        double sample = ((double)channel->before * (double)change->position +
                         (double)channel->last * ((double)change->out - (double)change->position)) /
                        (double)change->out;
        sample_set_raw(out + i * change->width, change->width, sample_cast(sample));
    }
    change->position -= change->in;
}

static Own convert(RateChange *change, const Sound *sound) {
    isize frame = change->width * change->channel_count, left = sound->buffer.length / frame;
    /* the position after the last frame read, and from there back to the first below zero */
    i64 end = change->position < 0 || left ? change->position + (i64)left * change->out : change->position;
    i64 frames_out = end < 0 ? 0 : end / change->in + 1;
    Own fragment = frames_out > INT64_MAX / 2 / frame ? NULL : bytes_from(NULL, frames_out * frame);
    if (!fragment) return error_set(EXC(MemoryError), "not enough memory for output buffer");
    const u8 *in = sound->bytes;
    u8 *out = bytes_data(fragment);
    for (;;) {
        for (; change->position < 0; in += frame) {
            if (!left--) return fragment;
            frame_read(change, in);
        }
        for (; change->position >= 0; out += frame) frame_write(change, out);
    }
}

/* The ints among the arguments, those that are not given as they stand. */
static bool take_numbers(Ref const *args, isize nargs, RateChange *change) {
    const struct {
        int index, *number;
    } numbers[] = {{2, &change->channel_count},
                   {3, &change->in},
                   {4, &change->out},
                   {6, &change->weight_new},
                   {7, &change->weight_old}};
    for (isize i = 0; i < COUNT_OF(numbers); i++)
        if (numbers[i].index < nargs && !argument_int(args[numbers[i].index], numbers[i].number)) return false;
    return true;
}

AUDIOOP_FUNCTION(ratecv) {
    Sound sound;
    RateChange change = {.weight_new = 1};
    if (!arguments_count("ratecv", nargs, 6, 8) || !sound_take(args[0], args[1], &sound)) return NULL;
    change.width = sound.width;
    Own fragment = NULL, state = NULL;
    if (take_numbers(args, nargs, &change) && rate_change_check(&change, sound.buffer.length)) {
        usize bytes = (usize)change.channel_count * sizeof(Channel);
        change.channels = arena_alloc(bytes, BLOCK_RAW);
        if (change.channels) memset(change.channels, 0, bytes);
        if (!change.channels) error_memory();
    }
    if (change.channels && state_take(args[5], &change)) fragment = convert(&change, &sound);
    if (fragment) state = state_make(&change);
    if (change.channels) arena_free(change.channels);
    sound_finish(&sound, NULL);
    return fragment ? tuple_take(2, fragment, state) : NULL;
}
