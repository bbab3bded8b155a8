"""plo alias and plo pasientregister: numbers of patients, read from files and nowhere kept."""
