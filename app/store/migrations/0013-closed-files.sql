-- A file that is done is closed: it is not among the open ones, takes nothing new, and is opened again by two people.

ALTER TABLE clew.file ADD COLUMN closed boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN clew.file.closed IS 'True while it is closed. Nothing of it is destroyed; two people open it again.';
GRANT UPDATE (closed) ON clew.file TO clew_app;
