/// The version of this module's public face.
enum WritPatternModule {}
