/* module_types.h: the types that native modules bring, module by module. */
#ifndef MODULES_MODULE_TYPES_H
#define MODULES_MODULE_TYPES_H

#include "object/type.h"

/*   NATIVE(id, spec): made when the machine is made, for sys and builtins. */
#define BOOT_TYPES(NATIVE)                                                                                     \
    NATIVE(IO_BASE, io_base_spec)                                                                              \
    NATIVE(IO_RAW_BASE, io_raw_base_spec)                                                                      \
    NATIVE(IO_BUFFERED_BASE, io_buffered_base_spec)                                                            \
    NATIVE(IO_TEXT_BASE, io_text_base_spec)                                                                    \
    NATIVE(IO_FILE, io_file_spec)                                                                              \
    NATIVE(IO_BUFFERED_READER, io_buffered_reader_spec)                                                        \
    NATIVE(IO_BUFFERED_WRITER, io_buffered_writer_spec)                                                        \
    NATIVE(IO_NATIVE_DECODER, io_native_decoder_spec)                                                          \
    NATIVE(IO_TEXT, io_text_spec)                                                                              \
    NATIVE(BUILTIN_PRINTER, builtin_printer_spec)                                                              \
    NATIVE(BUILTIN_HELPER, builtin_helper_spec)                                                                \
    NATIVE(BUILTIN_QUITTER, builtin_quitter_spec)

/*   NATIVE(id, spec): made by the module's `fill`. One such list a module that has types. */

#define AST_TYPES(NATIVE)                                                                                      \
    NATIVE(AST, ast_node_spec)                                                                                 \
    NATIVE(SYMTABLE_ENTRY, symtable_entry_spec)

#define ABC_TYPES(NATIVE) NATIVE(ABC_DATA, abc_data_spec)

#define CONTEXTVARS_TYPES(NATIVE)                                                                              \
    NATIVE(CONTEXT, context_spec)                                                                              \
    NATIVE(CONTEXT_ITEMS, context_items_spec)                                                                  \
    NATIVE(CONTEXT_KEYS, context_keys_spec)                                                                    \
    NATIVE(CONTEXT_VALUES, context_values_spec)                                                                \
    NATIVE(CONTEXT_VAR, context_var_spec)                                                                      \
    NATIVE(CONTEXT_TOKEN, context_token_spec)                                                                  \
    NATIVE(CONTEXT_MISSING, context_missing_spec)

#define ASYNCIO_TYPES(NATIVE)                                                                                  \
    NATIVE(FUTURE, future_spec)                                                                                \
    NATIVE(FUTURE_ITERATOR, future_iterator_spec)                                                              \
    NATIVE(TASK, task_spec)                                                                                    \
    NATIVE(TASK_STEP, task_step_spec)

#define MULTIBYTE_TYPES(NATIVE)                                                                                \
    NATIVE(MULTIBYTE_CODEC, multibyte_codec_spec)                                                              \
    NATIVE(MULTIBYTE_ENCODER, multibyte_encoder_spec)                                                          \
    NATIVE(MULTIBYTE_DECODER, multibyte_decoder_spec)                                                          \
    NATIVE(MULTIBYTE_READER, multibyte_reader_spec)                                                            \
    NATIVE(MULTIBYTE_WRITER, multibyte_writer_spec)

#define ZLIB_TYPES(NATIVE)                                                                                     \
    NATIVE(ZLIB_COMPRESS, zlib_compress_spec)                                                                  \
    NATIVE(ZLIB_DECOMPRESS, zlib_decompress_spec)

#define COMPRESSION_TYPES(NATIVE)                                                                              \
    NATIVE(BZ2_COMPRESSOR, bz2_compressor_spec)                                                                \
    NATIVE(BZ2_DECOMPRESSOR, bz2_decompressor_spec)                                                            \
    NATIVE(LZMA_COMPRESSOR, lzma_compressor_spec)                                                              \
    NATIVE(LZMA_DECOMPRESSOR, lzma_decompressor_spec)

#define EXPAT_TYPES(NATIVE) NATIVE(EXPAT_PARSER, expat_parser_spec)

#define ETREE_TYPES(NATIVE)                                                                                    \
    NATIVE(ELEMENT, element_spec)                                                                              \
    NATIVE(ELEMENT_ITERATOR, element_iterator_spec)                                                            \
    NATIVE(TREE_BUILDER, tree_builder_spec)                                                                    \
    NATIVE(XML_PARSER, xml_parser_spec)

#ifdef WITHOUT_SQLITE
#define SQLITE_TYPES(NATIVE)
#else
#define SQLITE_TYPES(NATIVE)                                                                                   \
    NATIVE(SQLITE_CONNECTION, sqlite_connection_spec)                                                          \
    NATIVE(SQLITE_CURSOR, sqlite_cursor_spec)                                                                  \
    NATIVE(SQLITE_STATEMENT, sqlite_statement_spec)                                                            \
    NATIVE(SQLITE_ROW, sqlite_row_spec)                                                                        \
    NATIVE(SQLITE_BLOB, sqlite_blob_spec)                                                                      \
    NATIVE(SQLITE_PREPARE_PROTOCOL, sqlite_prepare_protocol_spec)
#endif

#define SELECT_TYPES(NATIVE)                                                                                   \
    NATIVE(POLL, poll_spec)                                                                                    \
    NATIVE(EPOLL, epoll_spec)

#define SOCKET_TYPES(NATIVE) NATIVE(SOCKET, socket_spec)

#define SSL_TYPES(NATIVE)                                                                                      \
    NATIVE(SSL_ERROR, ssl_error_spec)                                                                          \
    NATIVE(SSL_CONTEXT, ssl_context_spec)                                                                      \
    NATIVE(SSL_SOCKET, ssl_socket_spec)                                                                        \
    NATIVE(SSL_BUFFER, ssl_buffer_spec)                                                                        \
    NATIVE(SSL_SESSION, ssl_session_spec)                                                                      \
    NATIVE(SSL_CERTIFICATE, ssl_certificate_spec)

#define STRUCT_SEQUENCE_TYPES(NATIVE)                                                                          \
    NATIVE(SYS_FLAGS, sys_flags_spec)                                                                          \
    NATIVE(VERSION_INFO, version_info_spec)                                                                    \
    NATIVE(FLOAT_INFO, float_info_spec)                                                                        \
    NATIVE(INT_INFO, int_info_spec)                                                                            \
    NATIVE(HASH_INFO, hash_info_spec)                                                                          \
    NATIVE(THREAD_INFO, thread_info_spec)                                                                      \
    NATIVE(ASYNC_GENERATOR_HOOKS, async_generator_hooks_spec)                                                  \
    NATIVE(UNRAISABLE_HOOK_ARGS, unraisable_hook_args_spec)                                                    \
    NATIVE(EXCEPT_HOOK_ARGS, except_hook_args_spec)                                                            \
    NATIVE(STRUCT_RUSAGE, struct_rusage_spec)                                                                  \
    NATIVE(STRUCT_PASSWD, struct_passwd_spec)                                                                  \
    NATIVE(STRUCT_GROUP, struct_group_spec)                                                                    \
    NATIVE(STRUCT_SPWD, struct_spwd_spec)                                                                      \
    NATIVE(CURSES_VERSION, curses_version_spec)                                                                \
    NATIVE(STRUCT_SIGINFO, struct_siginfo_spec)                                                                \
    NATIVE(PROFILER_ENTRY, profiler_entry_spec)                                                                \
    NATIVE(PROFILER_SUBENTRY, profiler_subentry_spec)                                                          \
    NATIVE(STAT_RESULT, stat_result_spec)                                                                      \
    NATIVE(STATVFS_RESULT, statvfs_result_spec)                                                                \
    NATIVE(TERMINAL_SIZE, terminal_size_spec)                                                                  \
    NATIVE(UNAME_RESULT, uname_result_spec)                                                                    \
    NATIVE(TIMES_RESULT, times_result_spec)                                                                    \
    NATIVE(SCHED_PARAM, sched_param_spec)                                                                      \
    NATIVE(WAITID_RESULT, waitid_result_spec)                                                                  \
    NATIVE(STRUCT_TIME, struct_time_spec)

#define CAPSULE_TYPES(NATIVE) NATIVE(CAPSULE, capsule_spec)

#define DATETIME_TYPES(NATIVE)                                                                                 \
    NATIVE(TIMEDELTA, timedelta_spec)                                                                          \
    NATIVE(DATE, date_spec)                                                                                    \
    NATIVE(TIME, time_spec)                                                                                    \
    NATIVE(DATETIME, datetime_spec)                                                                            \
    NATIVE(TZINFO, tzinfo_spec)                                                                                \
    NATIVE(TIMEZONE, timezone_spec)                                                                            \
    NATIVE(ISO_CALENDAR_DATE, iso_calendar_date_spec)

#define ZONEINFO_TYPES(NATIVE) NATIVE(ZONE_INFO, zone_info_spec)

#define THREAD_TYPES(NATIVE)                                                                                   \
    NATIVE(LOCK, lock_spec)                                                                                    \
    NATIVE(RLOCK, rlock_spec)                                                                                  \
    NATIVE(LOCAL, local_spec)

#define ITERTOOLS_TYPES(NATIVE)                                                                                \
    NATIVE(ACCUMULATE, accumulate_spec)                                                                        \
    NATIVE(COMBINATIONS, combinations_spec)                                                                    \
    NATIVE(COMBINATIONS_WITH_REPLACEMENT, combinations_with_replacement_spec)                                  \
    NATIVE(COUNT_ITERATOR, count_spec)                                                                         \
    NATIVE(CYCLE, cycle_spec)                                                                                  \
    NATIVE(DROPWHILE, dropwhile_spec)                                                                          \
    NATIVE(TAKEWHILE, takewhile_spec)                                                                          \
    NATIVE(ISLICE, islice_spec)                                                                                \
    NATIVE(STARMAP, starmap_spec)                                                                              \
    NATIVE(CHAIN, chain_spec)                                                                                  \
    NATIVE(COMPRESS, compress_spec)                                                                            \
    NATIVE(FILTERFALSE, filterfalse_spec)                                                                      \
    NATIVE(ZIP_LONGEST, zip_longest_spec)                                                                      \
    NATIVE(PAIRWISE, pairwise_spec)                                                                            \
    NATIVE(PERMUTATIONS, permutations_spec)                                                                    \
    NATIVE(PRODUCT, product_spec)                                                                              \
    NATIVE(REPEAT, repeat_spec)                                                                                \
    NATIVE(GROUPBY, groupby_spec)                                                                              \
    NATIVE(GROUPER, grouper_spec)                                                                              \
    NATIVE(TEE, tee_spec)                                                                                      \
    NATIVE(TEE_DATAOBJECT, tee_dataobject_spec)

#define SRE_TYPES(NATIVE)                                                                                      \
    NATIVE(SRE_PATTERN, sre_pattern_spec)                                                                      \
    NATIVE(SRE_MATCH, sre_match_spec)                                                                          \
    NATIVE(SRE_SCANNER, sre_scanner_spec)

#define FUNCTOOLS_TYPES(NATIVE)                                                                                \
    NATIVE(PARTIAL, partial_spec)                                                                              \
    NATIVE(KEY_WRAPPER, key_wrapper_spec)                                                                      \
    NATIVE(LRU_CACHE, lru_cache_spec)                                                                          \
    NATIVE(LRU_LINK, lru_link_spec)

#define OPERATOR_TYPES(NATIVE)                                                                                 \
    NATIVE(ITEMGETTER, itemgetter_spec)                                                                        \
    NATIVE(ATTRGETTER, attrgetter_spec)                                                                        \
    NATIVE(METHODCALLER, methodcaller_spec)

#define COLLECTIONS_TYPES(NATIVE)                                                                              \
    NATIVE(DEQUE, deque_spec)                                                                                  \
    NATIVE(ORDERED_DICT, ordered_dict_spec)                                                                    \
    NATIVE(DEFAULTDICT, defaultdict_spec)                                                                      \
    NATIVE(DEQUE_ITERATOR, deque_iterator_spec)                                                                \
    NATIVE(DEQUE_REVERSE_ITERATOR, deque_reverse_iterator_spec)                                                \
    NATIVE(TUPLEGETTER, tuplegetter_spec)

#define ORDERED_DICT_TYPES(NATIVE)                                                                             \
    NATIVE(ORDERED_KEYS, ordered_keys_spec)                                                                    \
    NATIVE(ORDERED_VALUES, ordered_values_spec)                                                                \
    NATIVE(ORDERED_ITEMS, ordered_items_spec)                                                                  \
    NATIVE(ORDERED_ITERATOR, ordered_iterator_spec)

#define JSON_TYPES(NATIVE)                                                                                     \
    NATIVE(JSON_SCANNER, json_scanner_spec)                                                                    \
    NATIVE(JSON_ENCODER, json_encoder_spec)

#define PICKLE_TYPES(NATIVE)                                                                                   \
    NATIVE(PICKLE_BUFFER, pickle_buffer_spec)                                                                  \
    NATIVE(PICKLER, pickler_spec)                                                                              \
    NATIVE(PICKLER_MEMO_PROXY, pickler_memo_proxy_spec)                                                        \
    NATIVE(UNPICKLER, unpickler_spec)                                                                          \
    NATIVE(UNPICKLER_MEMO_PROXY, unpickler_memo_proxy_spec)

#define POSIX_TYPES(NATIVE)                                                                                    \
    NATIVE(DIR_ENTRY, dir_entry_spec)                                                                          \
    NATIVE(SCANDIR_ITERATOR, scandir_iterator_spec)

#define IO_TYPES(NATIVE)                                                                                       \
    NATIVE(IO_NEWLINE_DECODER, io_newline_decoder_spec)                                                        \
    NATIVE(IO_BUFFERED_RANDOM, io_buffered_random_spec)                                                        \
    NATIVE(IO_PAIR, io_pair_spec)                                                                              \
    NATIVE(IO_BYTES, io_bytes_spec)                                                                            \
    NATIVE(IO_BYTES_BUFFER, io_bytes_buffer_spec)                                                              \
    NATIVE(IO_STRING, io_string_spec)

#define STRUCT_TYPES(NATIVE)                                                                                   \
    NATIVE(STRUCT, struct_spec)                                                                                \
    NATIVE(UNPACK_ITERATOR, unpack_iterator_spec)

#define MD5_TYPES(NATIVE) NATIVE(MD5_DIGEST, md5_digest_spec)

#define SHA1_TYPES(NATIVE) NATIVE(SHA1_DIGEST, sha1_digest_spec)

#define SHA256_TYPES(NATIVE)                                                                                   \
    NATIVE(SHA224_DIGEST, sha224_digest_spec)                                                                  \
    NATIVE(SHA256_DIGEST, sha256_digest_spec)

#define SHA512_TYPES(NATIVE)                                                                                   \
    NATIVE(SHA384_DIGEST, sha384_digest_spec)                                                                  \
    NATIVE(SHA512_DIGEST, sha512_digest_spec)

#define SHA3_TYPES(NATIVE)                                                                                     \
    NATIVE(SHA3_224, sha3_224_spec)                                                                            \
    NATIVE(SHA3_256, sha3_256_spec)                                                                            \
    NATIVE(SHA3_384, sha3_384_spec)                                                                            \
    NATIVE(SHA3_512, sha3_512_spec)                                                                            \
    NATIVE(SHAKE_128, shake_128_spec)                                                                          \
    NATIVE(SHAKE_256, shake_256_spec)

#define BLAKE2_TYPES(NATIVE)                                                                                   \
    NATIVE(BLAKE2B, blake2b_spec)                                                                              \
    NATIVE(BLAKE2S, blake2s_spec)

#define MMAP_TYPES(NATIVE) NATIVE(MEMORY_MAP, mmap_spec)

#define LSPROF_TYPES(NATIVE) NATIVE(PROFILER, profiler_spec)

#define MULTIPROCESSING_TYPES(NATIVE) NATIVE(SEM_LOCK, sem_lock_spec)

#define TOKENIZE_TYPES(NATIVE) NATIVE(TOKENIZER_ITER, tokenizer_iter_spec)

#define XXSUBTYPE_TYPES(NATIVE)                                                                                \
    NATIVE(SPAMLIST, spamlist_spec)                                                                            \
    NATIVE(SPAMDICT, spamdict_spec)

#define QUEUE_TYPES(NATIVE) NATIVE(SIMPLE_QUEUE, simple_queue_spec)

#define HASHLIB_TYPES(NATIVE)                                                                                  \
    NATIVE(HASH, hash_spec)                                                                                    \
    NATIVE(HASHXOF, hashxof_spec)                                                                              \
    NATIVE(HMAC, hmac_spec)

#define RANDOM_TYPES(NATIVE) NATIVE(RANDOM, random_spec)

#define CURSES_TYPES(NATIVE)                                                                                   \
    NATIVE(CURSES_WINDOW, curses_window_spec)                                                                  \
    NATIVE(CURSES_PANEL, curses_panel_spec)

#define CSV_TYPES(NATIVE)                                                                                      \
    NATIVE(CSV_DIALECT, csv_dialect_spec)                                                                      \
    NATIVE(CSV_READER, csv_reader_spec)                                                                        \
    NATIVE(CSV_WRITER, csv_writer_spec)                                                                        \
    NATIVE(CSV_ERROR, csv_error_spec)

#define CTYPES_TYPES(NATIVE)                                                                                   \
    NATIVE(C_STRUCT_TYPE, c_struct_type_spec)                                                                  \
    NATIVE(C_UNION_TYPE, c_union_type_spec)                                                                    \
    NATIVE(C_POINTER_TYPE, c_pointer_type_spec)                                                                \
    NATIVE(C_ARRAY_TYPE, c_array_type_spec)                                                                    \
    NATIVE(C_SIMPLE_TYPE, c_simple_type_spec)                                                                  \
    NATIVE(C_FUNCTION_TYPE, c_function_type_spec)                                                              \
    NATIVE(C_DATA, cdata_spec)                                                                                 \
    NATIVE(C_STRUCT, c_struct_spec)                                                                            \
    NATIVE(C_UNION, c_union_spec)                                                                              \
    NATIVE(C_POINTER, c_pointer_spec)                                                                          \
    NATIVE(C_ARRAY, c_array_spec)                                                                              \
    NATIVE(C_SIMPLE, c_simple_spec)                                                                            \
    NATIVE(C_FUNCTION, c_function_spec)                                                                        \
    NATIVE(C_FIELD, cfield_spec)                                                                               \
    NATIVE(C_ARGUMENT, cargument_spec)                                                                         \
    NATIVE(C_THUNK, c_thunk_spec)

#define DECIMAL_TYPES(NATIVE)                                                                                  \
    NATIVE(DECIMAL, decimal_spec)                                                                              \
    NATIVE(DECIMAL_CONTEXT, decimal_context_spec)                                                              \
    NATIVE(SIGNAL_DICT, signal_dict_spec)                                                                      \
    NATIVE(CONTEXT_MANAGER, context_manager_spec)

#define ARRAY_TYPES(NATIVE)                                                                                    \
    NATIVE(ARRAY, array_spec)                                                                                  \
    NATIVE(ARRAY_ITERATOR, array_iterator_spec)

#define UNICODEDATA_TYPES(NATIVE) NATIVE(UCD, ucd_spec)

#define TESTCAPI_TYPES(NATIVE)                                                                                 \
    NATIVE(TESTCAPI_AWAIT, testcapi_await_spec)                                                                \
    NATIVE(TESTCAPI_CONTAINER_NO_GC, testcapi_container_no_gc_spec)                                            \
    NATIVE(TESTCAPI_GENERIC, testcapi_generic_spec)                                                            \
    NATIVE(TESTCAPI_GENERIC_ALIAS, testcapi_generic_alias_spec)

#define MODULE_TYPES(NATIVE)                                                                                   \
    BOOT_TYPES(NATIVE)                                                                                         \
    AST_TYPES(NATIVE)                                                                                          \
    ABC_TYPES(NATIVE)                                                                                          \
    CONTEXTVARS_TYPES(NATIVE)                                                                                  \
    ASYNCIO_TYPES(NATIVE)                                                                                      \
    MULTIBYTE_TYPES(NATIVE)                                                                                    \
    ZLIB_TYPES(NATIVE)                                                                                         \
    COMPRESSION_TYPES(NATIVE)                                                                                  \
    ETREE_TYPES(NATIVE)                                                                                        \
    EXPAT_TYPES(NATIVE)                                                                                        \
    SQLITE_TYPES(NATIVE)                                                                                       \
    SELECT_TYPES(NATIVE)                                                                                       \
    SOCKET_TYPES(NATIVE)                                                                                       \
    SSL_TYPES(NATIVE)                                                                                          \
    STRUCT_SEQUENCE_TYPES(NATIVE)                                                                              \
    CAPSULE_TYPES(NATIVE)                                                                                      \
    DATETIME_TYPES(NATIVE)                                                                                     \
    ZONEINFO_TYPES(NATIVE)                                                                                     \
    THREAD_TYPES(NATIVE)                                                                                       \
    ITERTOOLS_TYPES(NATIVE)                                                                                    \
    SRE_TYPES(NATIVE)                                                                                          \
    FUNCTOOLS_TYPES(NATIVE)                                                                                    \
    OPERATOR_TYPES(NATIVE)                                                                                     \
    COLLECTIONS_TYPES(NATIVE)                                                                                  \
    ORDERED_DICT_TYPES(NATIVE)                                                                                 \
    JSON_TYPES(NATIVE)                                                                                         \
    PICKLE_TYPES(NATIVE)                                                                                       \
    POSIX_TYPES(NATIVE)                                                                                        \
    IO_TYPES(NATIVE)                                                                                           \
    STRUCT_TYPES(NATIVE)                                                                                       \
    MD5_TYPES(NATIVE)                                                                                          \
    SHA1_TYPES(NATIVE)                                                                                         \
    SHA256_TYPES(NATIVE)                                                                                       \
    SHA512_TYPES(NATIVE)                                                                                       \
    SHA3_TYPES(NATIVE)                                                                                         \
    BLAKE2_TYPES(NATIVE)                                                                                       \
    MMAP_TYPES(NATIVE)                                                                                         \
    LSPROF_TYPES(NATIVE)                                                                                       \
    MULTIPROCESSING_TYPES(NATIVE)                                                                              \
    QUEUE_TYPES(NATIVE)                                                                                        \
    TOKENIZE_TYPES(NATIVE)                                                                                     \
    XXSUBTYPE_TYPES(NATIVE)                                                                                    \
    HASHLIB_TYPES(NATIVE)                                                                                      \
    RANDOM_TYPES(NATIVE)                                                                                       \
    CSV_TYPES(NATIVE)                                                                                          \
    CURSES_TYPES(NATIVE)                                                                                       \
    CTYPES_TYPES(NATIVE)                                                                                       \
    DECIMAL_TYPES(NATIVE)                                                                                      \
    ARRAY_TYPES(NATIVE)                                                                                        \
    UNICODEDATA_TYPES(NATIVE)                                                                                  \
    TESTCAPI_TYPES(NATIVE)                                                                                     \
    /* a line each */

#define NATIVE(id, spec) extern const TypeSpec spec;
MODULE_TYPES(NATIVE)
#undef NATIVE
enum ModuleTypeId {
#define NATIVE(id, spec) MODULE_TYPE_##id,
    MODULE_TYPES(NATIVE)
#undef NATIVE
        MODULE_TYPE_COUNT
};

#endif
