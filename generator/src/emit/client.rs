//! The client and its builder.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, Output, ident, prose, rust};
use crate::model::Host;

pub(super) fn emit(context: &Context<'_>, output: &mut Output) {
    let items = vec![
        quote!(
            use api_client_runtime as rt;
        ),
        description(context),
        client(context),
        configuration(context),
        client_methods(context),
        builder(),
        builder_methods(context),
        quote!(rt::client!(Client, ClientBuilder);),
    ];
    output.add_rust(
        "src/client.rs".into(),
        rust::file(&context.origin("api.yaml"), "The client and its builder.", items),
    );
}

fn description(context: &Context<'_>) -> TokenStream {
    let configuration = context.api.configuration.iter().map(|value| &value.id.value);
    let credentials = context.names.credentials(context.api).map(|(.., name)| name);
    let hosts = context.names.hosts(context.api).map(|(.., names)| ident(&names.constant));
    quote! {
        pub(crate) static API: rt::Api = rt::Api {
            crate_name: env!("CARGO_PKG_NAME"),
            crate_version: env!("CARGO_PKG_VERSION"),
            configuration: &[#(#configuration),*],
            credentials: &[#(#credentials),*],
            hosts: &[#(&crate::hosts::#hosts),*],
        };
    }
}

fn client(context: &Context<'_>) -> TokenStream {
    let doc = prose::attributes(&prose::paragraphs(&[
        format!("A client for {}.", prose::escape(&context.api.name)),
        "Create one client and share it. Cloning is cheap, and all clones share the connections.".into(),
    ]));
    quote! {
        #doc
        #[derive(Clone, Debug)]
        pub struct Client(rt::Client);
    }
}

fn client_methods(context: &Context<'_>) -> TokenStream {
    let values: Vec<_> = context.names.configuration(context.api).collect();
    let is_named = is_named(context);
    let arguments = if is_named {
        vec![quote!(configuration: Configuration)]
    } else {
        let arguments = values.iter().map(|(.., name)| {
            let name = ident(name);
            quote!(#name: impl Into<String>)
        });
        arguments.collect()
    };
    let configure = values.iter().map(|(_, value, name)| {
        let (id, name) = (&value.id.value, ident(name));
        let given = if is_named { quote!(configuration.#name) } else { quote!(#name.into()) };
        quote!(.configure(#id, #given))
    });
    let list: Vec<String> =
        values.iter().map(|(_, value, name)| format!("* `{name}`: {}", prose::escape(&value.doc))).collect();
    let list = if list.is_empty() || is_named { String::new() } else { format!("# Arguments\n{}", list.join("\n")) };
    let doc = prose::attributes(&prose::paragraphs(&["Returns a builder for a client.".into(), list]));
    let products = context.products().map(|(_, product, names)| {
        let doc = prose::attributes(&prose::escape(&product.doc));
        let (module, handle, feature) = (ident(&names.module), ident(&names.handle), &names.module);
        let former = names.former.as_ref().map(|former| {
            let (former_module, former_handle, feature) =
                (ident(&former.module), ident(&former.handle), &former.module);
            let signature = quote!(#former_module(&self) -> crate::#former_module::#former_handle<'_>);
            super::product::former_method(&names.module, &signature, &quote!(#[cfg(feature = #feature)]))
        });
        quote! {
            #doc
            #[cfg(feature = #feature)]
            pub fn #module(&self) -> crate::#module::#handle<'_> {
                crate::#module::#handle(&self.0)
            }
            #former
        }
    });
    quote! {
        impl Client {
            #doc
            pub fn builder(#(#arguments),*) -> ClientBuilder {
                ClientBuilder(rt::ClientBuilder::new(&API)#(#configure)*)
            }
            #(#products)*
        }
    }
}

/// Whether a struct names the configuration values. All of them are strings, so two arguments could be swapped.
pub(super) fn is_named(context: &Context<'_>) -> bool {
    context.api.configuration.len() > 1
}

/// The struct with the configuration values.
fn configuration(context: &Context<'_>) -> TokenStream {
    if !is_named(context) {
        return TokenStream::new();
    }
    let values = context.names.configuration(context.api);
    let fields = values.map(|(_, value, name)| {
        let (doc, name) = (prose::attributes(&prose::escape(&value.doc)), ident(name));
        quote!(#doc pub #name: String)
    });
    quote! {
        /// The configuration values of a client.
        #[derive(Clone, Debug)]
        pub struct Configuration { #(#fields),* }
    }
}

fn builder() -> TokenStream {
    quote! {
        /// A builder for a [`Client`], created by [`Client::builder`].
        #[derive(Clone, Debug)]
        #[must_use = "a builder does nothing until `build` is called"]
        pub struct ClientBuilder(pub(crate) rt::ClientBuilder);
    }
}

fn builder_methods(context: &Context<'_>) -> TokenStream {
    let credentials = context.names.credentials(context.api).map(|(id, credential, name)| {
        let uses = |host: &&Host| host.auth.as_ref().is_some_and(|auth| auth.credential == id);
        let hosts: Vec<String> =
            context.api.hosts.iter().filter(uses).map(|host| format!("`{}`", host.id.value)).collect();
        let plural = if hosts.len() == 1 { "" } else { "s" };
        let sent_to = format!("Sent to the host{plural} {}.", hosts.join(", "));
        let scopes = credential.scopes.iter();
        let scopes: Vec<String> =
            scopes.map(|(id, doc)| format!("* Kind `{}`: {}", id.value, prose::escape(doc))).collect();
        let doc = prose::paragraphs(&[
            prose::escape(&credential.doc),
            if hosts.is_empty() { String::new() } else { sent_to },
            scopes.join("\n"),
        ]);
        let (doc, method) = (prose::attributes(&doc), ident(name));
        let source = ident(context.names.credential_source(id));
        let source_doc = prose::attributes(&format!(
            "Sets a source of tokens, for tokens that can change: a [`TokenSource`](crate::TokenSource), or a closure, \
             which may be asynchronous. The client asks the source for the token before each attempt of a call, and \
             reports a rejected token to the source. If you also call [`{name}`](Self::{name}), the later call applies."
        ));
        quote! {
            #doc
            pub fn #method(self, token: impl Into<String>) -> Self {
                Self(self.0.credential(#name, token.into()))
            }

            #source_doc
            pub fn #source<Kind>(self, source: impl rt::IntoTokenSource<Kind>) -> Self {
                Self(self.0.credential_source(#name, source.into_token_source()))
            }
        }
    });
    let hosts = context.names.hosts(context.api).map(|(_, host, names)| {
        let doc = prose::attributes(&format!(
            "Sets the base URL of the host `{}`. Default: `{}`. A later call of \
             [`base_url`](Self::base_url) overrides this URL.",
            host.id.value, host.url
        ));
        let (method, id) = (ident(&names.base_url), &host.id.value);
        quote! {
            #doc
            pub fn #method(self, url: impl Into<String>) -> Self {
                Self(self.0.host_base_url(#id, url.into()))
            }
        }
    });
    quote! {
        impl ClientBuilder {
            #(#credentials)*
            #(#hosts)*
        }
    }
}
