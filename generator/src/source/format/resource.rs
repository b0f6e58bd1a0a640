//! The resources of a section: the objects that a fake server remembers.

use crate::source::shape::{Key, Kind, Shape};

pub(super) const RESOURCE: Shape = Shape {
    name: "a resource",
    keys: &[
        Key::optional("belongs_to", Kind::Texts, "Resources whose objects contain it, by the beginning of the path."),
        Key::optional("shown_in", Kind::Text, "Field of the object that it belongs to with the list of its objects."),
        Key::required("key", Kind::Text, "Field with the id of an object; dots select fields of nested objects."),
        Key::optional("create", Kind::Texts, "Operations that create an object, or several."),
        Key::optional("view", Kind::Texts, "Operations that return an object."),
        Key::optional("list", Kind::Texts, "Operations that return the objects."),
        Key::optional("update", Kind::Texts, "Operations that change an object."),
        Key::optional("delete", Kind::Texts, "Operations that delete an object, or several."),
        Key::optional(
            "fields",
            Kind::Entries(&Kind::Text),
            "Fields that parameters set, if the names differ, by the name of the parameter.",
        ),
        Key::optional(
            "filters",
            Kind::Entries(&Kind::Text),
            "Fields that the parameters of a list are compared with, by the name of the parameter.",
        ),
        Key::optional(
            "sets",
            Kind::Entries(&Kind::Entries(&Kind::Scalar)),
            "Values that operations set without a parameter, by operation and field.",
        ),
        Key::optional("created", Kind::Text, "Field with the time of the creation."),
        Key::optional("updated", Kind::Text, "Field with the time of the last change."),
    ],
};
