
#endif
