// The processors that the operating system lets the process run on.
#ifndef WRIT_PROCESSORS_H
#define WRIT_PROCESSORS_H

// How many they are, or 0 when nobody says.
int writ_processors(void);

#endif
