/* The tests of a structure of pointers: STRUCTURE, PUT and TAKE are its name and its verbs, CREATE makes one for so many items per CPU. */
#define PASTE_(one, two) one##_##two
#define PASTE(one, two) PASTE_(one, two)
#define TEXT_(one) #one
#define TEXT(one) TEXT_(one)
#define F(verb) PASTE(STRUCTURE, verb)
#define NAMED(name) PASTE(name, STRUCTURE)

static struct STRUCTURE *NAMED(shared);
static struct perseq_held_row *NAMED(last_row);

static void *NAMED(work)(void *number)
{
	static char things[THREADS][EACH];
	const int me = *(const int *)number;
	uintptr_t sum = 0;
	int n;

	for (n = 0; n < EACH; n++) {
		void *item = &things[me][n];

		while (F(PUT)(NAMED(shared), item) != 0) {
			CHECK(errno == ENOSPC || errno == EBUSY);
			item_seen(F(TAKE)(NAMED(shared)), &sum);
		}
		item_made(item);
		if (n % 3)
			item_seen(F(TAKE)(NAMED(shared)), &sum);
		if (n % 1000 == 0)
			item_seen(F(steal)(NAMED(shared)), &sum);
	}
	return NULL;
}

static void NAMED(in_threads)(void)
{
	NAMED(shared) = CREATE(64);
	CHECK(NAMED(shared));
	items_reset();
	in_threads(NAMED(work));
	CHECK(items_made == THREADS * EACH);
	CHECK(F(len)(NAMED(shared)) == items_made - items_seen);
	CHECK(F(drain)(NAMED(shared), item_drained, NULL) == 0);
	CHECK(items_seen == items_made && items_sum == items_made_sum);
	CHECK(F(len)(NAMED(shared)) == 0);
	F(destroy)(NAMED(shared), NULL, NULL);
}

/* The child has what the parent had, and its own from then on. */
static void NAMED(child)(void)
{
	CHECK(F(len)(NAMED(shared)) == 2);
	CHECK(F(PUT)(NAMED(shared), &ten[2]) == 0);
	items_reset();
	CHECK(F(drain)(NAMED(shared), item_drained, NULL) == 0);
	CHECK(items_seen == 3 && items_sum == (uintptr_t)&ten[0] + (uintptr_t)&ten[1] + (uintptr_t)&ten[2]);
	F(destroy)(NAMED(shared), NULL, NULL);
}

static void NAMED(forks)(void)
{
	NAMED(shared) = CREATE(8);
	CHECK(F(PUT)(NAMED(shared), &ten[0]) == 0 && F(PUT)(NAMED(shared), &ten[1]) == 0);
	in_child(NAMED(child));
	CHECK(F(len)(NAMED(shared)) == 2);
	items_reset();
	F(destroy)(NAMED(shared), item_drained, NULL);
	CHECK(items_seen == 2);
}

/* From one CPU's row, on another one. */
static void NAMED(steals)(void)
{
	struct STRUCTURE *it = CREATE(8);
	int cpus[2];

	FAILS(F(TAKE)(it), NULL, EAGAIN, "there was no item");
	FAILS(F(steal)(it), NULL, EAGAIN, "there was no item");
	if (two_cpus(cpus)) {
		run_on(cpus[0]);
		CHECK(F(PUT)(it, &ten[0]) == 0);
		run_on(cpus[1]);
		FAILS(F(TAKE)(it), NULL, EAGAIN, "there was no item");
		CHECK(F(steal)(it) == &ten[0]);
		run_anywhere();
	} else {
		printf("SKIPPED to steal: there is one CPU\n");
	}
	F(destroy)(it, NULL, NULL);
}

static void NAMED(row_held)(struct perseq_held_row *row, void *context)
{
	uint32_t number = perseq_held_row_number(row);
	struct perseq_held_row *none = NULL;
	void *taken;

	FAILS(F(with_row)(NAMED(shared), number, NAMED(row_held), context), -1, EDEADLK, "this thread holds");
	/* This CPU's row is held: it goes to another one. */
	CHECK(F(PUT)(NAMED(shared), &ten[3]) == 0 || errno == EDEADLK);
	while (perseq_held_row_push(row, &ten[1]) == 0)
		++*(int *)context;
	CHECK(errno == ENOSPC);
	/* The first or the last one. */
	taken = perseq_held_row_pop(row);
	CHECK(taken == &ten[1] || taken == &ten[3]);
	*(int *)context -= taken == &ten[1];
	FAILS(perseq_held_row_push(row, NULL), -1, EINVAL, "item");
	FAILS(perseq_held_row_push(none, &ten[1]), -1, EINVAL, "null pointer");
	FAILS(perseq_held_row_pop(none), NULL, EINVAL, "null pointer");
	FAILS(perseq_held_row_number((struct perseq_held_row *)(void *)&none), UINT32_MAX, EINVAL, "to none");
	CHECK(perseq_held_row_number(row) == number);
	NAMED(last_row) = row;
}

/* A row is a thread's while a function runs, whatever CPU it is on. */
static void NAMED(held)(void)
{
	int put = 0;
	void *item;

	NAMED(shared) = CREATE(4);
	CHECK(F(with_row)(NAMED(shared), perseq_row_count() - 1, NAMED(row_held), &put) == 0 && put == 3);
	run_here();
	CHECK(F(with_row)(NAMED(shared), (uint32_t)sched_getcpu(), NAMED(row_held), &put) == 0 && put >= 3);
	run_anywhere();
	FAILS(perseq_held_row_push(NAMED(last_row), &ten[1]), -1, EINVAL, "to none");
	FAILS(perseq_held_row_pop(NAMED(last_row)), NULL, EINVAL, "to none");
	while ((item = F(steal)(NAMED(shared))))
		put -= item == &ten[1];
	CHECK(put == 0 && F(len)(NAMED(shared)) == 0);
	FAILS(F(with_row)(NAMED(shared), perseq_row_count(), NAMED(row_held), &put), -1, EINVAL, "row");
	FAILS(F(with_row)(NAMED(shared), 0, NULL, NULL), -1, EINVAL, "function");
	FAILS(F(with_row)(NULL, 0, NAMED(row_held), &put), -1, EINVAL, "null pointer");
	F(destroy)(NAMED(shared), NULL, NULL);
}

static void NAMED(on_signal)(int signal)
{
	int before = errno;

	if (F(PUT)(NAMED(shared), &ten[9]) == 0)
		__atomic_add_fetch(&handled, 1, __ATOMIC_RELAXED);
	errno = before;
	(void)signal;
}

/* A handler puts items into the row that it interrupts, until it has done so a hundred times. */
static void NAMED(under_signals)(void)
{
	uintptr_t of_handler = 0, mine = 0, put = 0;
	unsigned rounds = 0;
	void *item;

	NAMED(shared) = CREATE(64);
	handled = 0;
	signals_begin(NAMED(on_signal));
	while (__atomic_load_n(&handled, __ATOMIC_RELAXED) < 100) {
		put += F(PUT)(NAMED(shared), &ten[0]) == 0;
		item = F(TAKE)(NAMED(shared));
		of_handler += item == &ten[9];
		mine += item == &ten[0];
		/* ThreadSanitizer runs handlers in calls of the system. */
		if (++rounds % 1024 == 0)
			usleep(1);
	}
	signals_end();
	while ((item = F(TAKE)(NAMED(shared))) || (item = F(steal)(NAMED(shared)))) {
		of_handler += item == &ten[9];
		mine += item == &ten[0];
	}
	CHECK(of_handler == handled && mine == put);
	F(destroy)(NAMED(shared), NULL, NULL);
}

static void NAMED(refusals)(void)
{
	struct STRUCTURE *it = CREATE(2), *none = NULL, *wrong = (struct STRUCTURE *)(void *)other_object(TEXT(STRUCTURE));
	struct STRUCTURE *made_up[4];
	size_t n;

	made_up[0] = (struct STRUCTURE *)(void *)&n;
	made_up[1] = (struct STRUCTURE *)(uintptr_t)8;
	made_up[2] = (struct STRUCTURE *)(void *)((char *)(void *)it + 8);
	made_up[3] = (struct STRUCTURE *)(UINTPTR_MAX - 511);

	CHECK(it);
	FAILS(CREATE(0), NULL, EINVAL, "capacity of 0");
	FAILS(CREATE((size_t)1 << 20), NULL, EINVAL, "1 to");
	FAILS(F(PUT)(it, NULL), -1, EINVAL, "item");
	FAILS(F(drain)(it, NULL, NULL), -1, EINVAL, "function");
	FAILS(F(PUT)(none, &ten[0]), -1, EINVAL, "null pointer");
	FAILS(F(TAKE)(none), NULL, EINVAL, "null pointer");
	FAILS(F(steal)(none), NULL, EINVAL, "null pointer");
	FAILS(F(drain)(none, item_drained, NULL), -1, EINVAL, "null pointer");
	FAILS(F(len)(none), 0, EINVAL, "null pointer");
	REFUSES(F(destroy)(none, NULL, NULL), EINVAL, "null pointer");
	FAILS(F(PUT)(wrong, &ten[0]), -1, EINVAL, "is to a struct perseq_");
	FAILS(F(TAKE)(wrong), NULL, EINVAL, "is to a struct perseq_");
	REFUSES(F(destroy)(wrong, NULL, NULL), EINVAL, "is to a struct perseq_");
	for (n = 0; n < 4; n++) {
		FAILS(F(PUT)(made_up[n], &ten[0]), -1, EINVAL, "is to none");
		FAILS(F(TAKE)(made_up[n]), NULL, EINVAL, "is to none");
		FAILS(F(len)(made_up[n]), 0, EINVAL, "is to none");
		REFUSES(F(destroy)(made_up[n], NULL, NULL), EINVAL, "is to none");
	}
	run_here();
	items_reset();
	for (n = 0; F(PUT)(it, &ten[n % 10]) == 0; n++)
		CHECK(n < 10);
	CHECK(errno == ENOSPC && strstr(perseq_error_text(), "full"));
	run_anywhere();
	F(destroy)(it, item_drained, NULL);
	CHECK(n >= 2 && items_seen == n);
	FAILS(F(TAKE)(it), NULL, EINVAL, "is to none");
	REFUSES(F(destroy)(it, NULL, NULL), EINVAL, "is to none");
}

static void NAMED(all)(void)
{
	NAMED(in_threads)();
	NAMED(forks)();
	NAMED(steals)();
	NAMED(held)();
	NAMED(under_signals)();
	NAMED(refusals)();
}

#undef F
#undef NAMED
#undef PASTE
#undef PASTE_
#undef TEXT
#undef TEXT_
#undef STRUCTURE
#undef PUT
#undef TAKE
#undef CREATE
