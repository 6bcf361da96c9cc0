/* korean.h: the sentences in Korean, and the particles that go by the sound before them. */
#ifndef INSPECT_KOREAN_H
#define INSPECT_KOREAN_H

#include "base/text.h"

/* What the instruction of this opcode will do, in the language of sentence.c's templates; in addition ^은 ^을 ^이 ^과
 * ^으로 stand for the particle that fits what was filled in before it. Never NULL. */
const char *korean_sentence(int opcode);
/* Appends a particle, given as after a final consonant ("은", "을", "이", "과", "으로"), in the form that fits the end of the
 * text: both forms, as in 을(를), where nobody can tell how it is read. */
void korean_append_particle(Text *out, const char *particle);
/* The particle that begins here; NULL: none does. */
const char *korean_particle_at(const char *text);

#endif
