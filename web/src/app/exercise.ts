// The mark that the service wrote into the page: it is there before the first answer, and when no answer comes.

/** Name of the exercise, or null: the page says of itself that it is none. */
export const exerciseName = (): string | null => document.documentElement.dataset.exercise ?? null;
