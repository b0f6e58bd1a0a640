//! What operations are called in the vendor's own clients.

use crate::source::Text;

/// A client that the vendor publishes for other languages.
#[derive(Clone, Debug)]
pub struct VendorClient {
    /// Its id.
    pub id: Text,
    /// What it is called.
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
    /// What does the same here.
    pub counterpart: Counterpart,
}

/// What does the same as a method of the vendor's.
#[derive(Clone, Debug)]
pub enum Counterpart {
    /// These operations: several where the method has several uses.
    Operations(Vec<OperationIndex>),
    /// Nothing, for this reason.
    Missing(String),
}

/// Where an operation is in the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OperationIndex {
    /// Its product, in the API.
    pub product: usize,
    /// Its section, in the product.
    pub section: usize,
    /// Its place in the section.
    pub operation: usize,
}

impl VendorClient {
    /// The methods of all classes.
    pub fn methods(&self) -> impl Iterator<Item = &VendorMethod> {
        self.classes.iter().flat_map(|class| &class.methods)
    }

    /// The operations that its methods lead to, each once a method.
    pub fn operations(&self) -> impl Iterator<Item = (&VendorMethod, OperationIndex)> {
        self.methods().flat_map(|method| method.operations().iter().map(move |operation| (method, *operation)))
    }
}

impl VendorMethod {
    /// What does the same here, if anything does.
    pub fn operations(&self) -> &[OperationIndex] {
        match &self.counterpart {
            Counterpart::Operations(operations) => operations,
            Counterpart::Missing(_) => &[],
        }
    }
}
