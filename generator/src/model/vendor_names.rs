//! What operations are called in the vendor's own clients.

use super::OperationId;
use crate::source::Text;

/// A client that the vendor publishes for other languages.
#[derive(Clone, Debug)]
pub struct VendorClient {
    /// Its id.
    pub id: Text,
    /// Its name.
    pub title: String,
    /// Where it is described.
    pub docs: String,
    /// Its classes, in the order of the spec. None is there twice.
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
    /// These operations: several where the method has several uses.
    Operations(Vec<OperationId>),
    /// Nothing, for this reason.
    Missing(String),
}

impl VendorClient {
    /// The methods of all classes.
    pub fn methods(&self) -> impl Iterator<Item = &VendorMethod> {
        self.classes.iter().flat_map(|class| &class.methods)
    }

    /// The operations that its methods lead to, each once a method.
    pub fn operations(&self) -> impl Iterator<Item = (&VendorMethod, OperationId)> {
        self.methods().flat_map(|method| method.operations().iter().map(move |operation| (method, *operation)))
    }
}

impl VendorMethod {
    /// The equivalent in this client, if there is one.
    pub fn operations(&self) -> &[OperationId] {
        match &self.counterpart {
            Counterpart::Operations(operations) => operations,
            Counterpart::Missing(_) => &[],
        }
    }
}
