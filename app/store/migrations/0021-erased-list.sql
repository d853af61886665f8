-- The list of what was erased is written beside backups by the role that owns the tables, which forced security binds too where it is
-- no superuser: it would see no row, write no list, and a restore would bring erased files back.

CREATE POLICY erased_owner ON clew.erased FOR SELECT TO CURRENT_USER USING (true);
