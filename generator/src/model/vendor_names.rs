//! Names of operations in the vendor's own clients.

use super::OperationId;
use crate::source::Text;

/// A client that the vendor publishes for other languages.
#[derive(Clone, Debug)]
pub struct VendorClient {
    /// Its id.
    pub id: Text,
    /// Its name.
    pub title: String,
    /// The page that describes it.
    pub docs: String,
    /// Its classes, in the order of the spec, without duplicates.
    pub classes: Vec<VendorClass>,
}

/// A class of such a client.
#[derive(Clone, Debug)]
pub struct VendorClass {
    /// Its name.
    pub name: String,
    /// Its methods, in the order of the spec.
    pub methods: Vec<VendorMethod>,
}

/// A method of such a class.
#[derive(Clone, Debug)]
pub struct VendorMethod {
    /// Its name, in camel case.
    pub name: Text,
    /// The equivalent in this client.
    pub counterpart: Counterpart,
}

/// The equivalent of a vendor method.
#[derive(Clone, Debug)]
pub enum Counterpart {
    /// These operations; several if the method has several uses.
    Operations(Vec<OperationId>),
    /// No equivalent, for this reason.
    Missing(String),
}

impl VendorClient {
    /// The methods of all classes.
    pub fn methods(&self) -> impl Iterator<Item = &VendorMethod> {
        self.classes.iter().flat_map(|class| &class.methods)
    }

    /// Returns the equivalent operations of its methods, each once per method.
    pub fn operations(&self) -> impl Iterator<Item = (&VendorMethod, OperationId)> {
        self.methods().flat_map(|method| method.operations().iter().map(move |operation| (method, *operation)))
    }
}

impl VendorMethod {
    /// Returns the equivalent in this client, if there is one.
    pub fn operations(&self) -> &[OperationId] {
        match &self.counterpart {
            Counterpart::Operations(operations) => operations,
            Counterpart::Missing(_) => &[],
        }
    }
}
