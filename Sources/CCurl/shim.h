// What is wrong with a call of curl_easy_setopt is the compiler's to find here and not a macro's: the wrappers below have
// the types.
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

// Swift imports no variadic functions: one wrapper for each kind of value.

static inline CURLcode sallyport_curl_set_number(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

// libcurl keeps a copy.
static inline CURLcode sallyport_curl_set_text(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

// libcurl keeps no copy.
static inline CURLcode sallyport_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(handle, option, value);
}

typedef size_t (*sallyport_curl_reader)(char *buffer, size_t size, size_t count, void *context);

static inline CURLcode sallyport_curl_set_reader(CURL *handle, sallyport_curl_reader reader, void *context) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_READFUNCTION, reader);
    return code != CURLE_OK ? code : curl_easy_setopt(handle, CURLOPT_READDATA, context);
}

typedef size_t (*sallyport_curl_listener)(char *line, size_t size, size_t count, void *context);

// Is given each line of what the server says.
static inline CURLcode sallyport_curl_set_listener(CURL *handle, sallyport_curl_listener listener, void *context) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, listener);
    return code != CURLE_OK ? code : curl_easy_setopt(handle, CURLOPT_HEADERDATA, context);
}

typedef int (*sallyport_curl_watcher)(
    void *context, curl_off_t expected_down, curl_off_t down, curl_off_t expected_up, curl_off_t up);

// Asked about once a second, and whenever something happens; anything but 0 ends the transfer.
static inline CURLcode sallyport_curl_set_watcher(CURL *handle, sallyport_curl_watcher watcher, void *context) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
    if (code == CURLE_OK) code = curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, watcher);
    return code != CURLE_OK ? code : curl_easy_setopt(handle, CURLOPT_XFERINFODATA, context);
}

static inline CURLcode sallyport_curl_get_number(CURL *handle, CURLINFO information, long *value) {
    return curl_easy_getinfo(handle, information, value);
}

// Neither does it import the number that this takes.
static inline CURLcode sallyport_curl_prepare(void) {
    return curl_global_init(CURL_GLOBAL_DEFAULT);
}

// Mail and nothing else, by the name of the option that this libcurl does not call outdated.
static inline CURLcode sallyport_curl_allow_mail_only(CURL *handle) {
#if LIBCURL_VERSION_NUM >= 0x075500
    return curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
#else
    return curl_easy_setopt(handle, CURLOPT_PROTOCOLS, (long)(CURLPROTO_SMTP | CURLPROTO_SMTPS));
#endif
}
