#include <libpq-fe.h>

// Swift imports no macros that are characters.
static const int sallyport_pg_diag_sqlstate = PG_DIAG_SQLSTATE;
static const int sallyport_pg_diag_message_primary = PG_DIAG_MESSAGE_PRIMARY;
static const int sallyport_pg_diag_constraint_name = PG_DIAG_CONSTRAINT_NAME;
