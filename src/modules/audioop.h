/* audioop.h: what the files of the module audioop say to each other: fragments of sound.
 *
 * A fragment is bytes: samples one behind the other, signed, little endian, 1 to 4 bytes wide. What combines widths
 * goes by way of 32 bits, a sample's own bits uppermost. */
#ifndef MODULES_AUDIOOP_H
#define MODULES_AUDIOOP_H

#include "modules/modules.h"
#include "object/bytes.h"
#include "object/error.h"

typedef struct Sound {
    Buffer buffer; /* to be released */
    const u8 *bytes;
    isize count; /* samples; bytes that are no whole one are not counted */
    int width;   /* bytes in a sample */
} Sound;

/* The arguments (fragment, width): buffer and int. What they say is checked by sound_check, which comes after the other
 * arguments have been looked at. False: raised, and nothing to release. */
bool sound_take(Ref fragment, Ref width, Sound *sound);
/* The width is one that there is, the fragment has whole samples. False: raised, and the buffer is released. */
bool sound_check(Sound *sound);
/* The same for a function that takes nothing else. */
bool sound_arguments(const char *function, Ref const *args, isize nargs, Sound *sound);
bool sound_width_check(int width);
/* A bytes object to be filled with `count` samples. NULL: raised. */
Own sound_new(isize count, int width);
/* At a function's end: releases the fragment and charges for its samples; gives the answer through. */
Own sound_finish(Sound *sound, Own answer);
void *audioop_error(const char *message);

/* C's cast of a double, which leaves open what NaN and a number beyond 32 bits become. That is the lowest number here,
 * as on x86: a recorded run is the same on every processor. */
static inline i32 sample_cast(double value) {
    return value > INT32_MIN - 1.0 && value < INT32_MAX + 1.0 ? (i32)value : INT32_MIN;
}
i32 sample_get(const u8 *bytes, int width);
void sample_set(u8 *bytes, int width, i32 value); /* bits above `width` bytes are cut off */
static inline i32 sound_get(const Sound *sound, isize i) {
    return sample_get(sound->bytes + i * sound->width, sound->width);
}
/* The same, but moved to the upper end of 32 bits. */
static inline i32 sample_get_raw(const u8 *bytes, int width) {
    return (i32)((u32)sample_get(bytes, width) << (32 - 8 * width));
}
static inline void sample_set_raw(u8 *bytes, int width, i32 raw) {
    sample_set(bytes, width, raw >> (32 - 8 * width));
}
static inline i32 sound_get_raw(const Sound *sound, isize i) {
    return sample_get_raw(sound->bytes + i * sound->width, sound->width);
}

#define AUDIOOP_FUNCTION(name) Own audioop_##name(Ref module UNUSED, Ref const *args, isize nargs)
/* audioop_measure.c */
AUDIOOP_FUNCTION(getsample);
AUDIOOP_FUNCTION(max);
AUDIOOP_FUNCTION(minmax);
AUDIOOP_FUNCTION(avg);
AUDIOOP_FUNCTION(rms);
AUDIOOP_FUNCTION(maxpp);
AUDIOOP_FUNCTION(avgpp);
AUDIOOP_FUNCTION(cross);
AUDIOOP_FUNCTION(findfit);
AUDIOOP_FUNCTION(findfactor);
AUDIOOP_FUNCTION(findmax);
/* audioop_code.c */
AUDIOOP_FUNCTION(ulaw2lin);
AUDIOOP_FUNCTION(lin2ulaw);
AUDIOOP_FUNCTION(alaw2lin);
AUDIOOP_FUNCTION(lin2alaw);
AUDIOOP_FUNCTION(adpcm2lin);
AUDIOOP_FUNCTION(lin2adpcm);
/* audioop_rate.c */
AUDIOOP_FUNCTION(ratecv);

#endif
