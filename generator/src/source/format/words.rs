//! The closed sets of words of the format, as enums of the model.

/// Declares an enum whose variants are words of the format. The table of the format lists the same words.
macro_rules! words {
    ($(#[$attribute:meta])* $name:ident { $($(#[$variant_attribute:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$variant_attribute])* $variant,)+
        }

        impl $name {
            /// All variants, in the order of the format.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The words of all variants, in the same order.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// Returns the variant of a word.
            pub fn parse(word: &str) -> Option<Self> {
                match word {
                    $($word => Some(Self::$variant),)+
                    _ => None,
                }
            }

            /// Returns the word.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}

words! {
    /// The meaning of a vendor's error code. The predicates of the client's error have the same names, except that
    /// `denied` is `is_permission_denied`.
    ErrorKind {
        /// The element does not exist.
        NotFound = "not_found",
        /// The element exists already.
        AlreadyExists = "already_exists",
        /// The credential is missing, invalid or expired.
        Unauthenticated = "unauthenticated",
        /// The credential is not sufficient.
        Denied = "denied",
        /// The request is invalid.
        InvalidRequest = "invalid_request",
        /// A rate limit is reached.
        RateLimited = "rate_limited",
        /// A quota is used up.
        QuotaExceeded = "quota_exceeded",
        /// The server failed.
        ServerError = "server_error",
        /// Anything else.
        Other = "other",
    }
}

words! {
    /// An HTTP method.
    Method {
        /// GET
        Get = "GET",
        /// HEAD
        Head = "HEAD",
        /// POST
        Post = "POST",
        /// PUT
        Put = "PUT",
        /// PATCH
        Patch = "PATCH",
        /// DELETE
        Delete = "DELETE",
    }
}

words! {
    /// The place of a parameter in the request.
    Location {
        /// In the path.
        Path = "path",
        /// In the query.
        Query = "query",
        /// In a header.
        Header = "header",
        /// As a field of the body.
        Body = "body",
    }
}

words! {
    /// The encoding of a list in a query or a form.
    ListStyle {
        /// One parameter, with commas between the items.
        Comma = "comma",
        /// One parameter for each item.
        Repeated = "repeated",
        /// One parameter, as JSON.
        Json = "json",
    }
}

words! {
    /// The encoding of a body, as an operation declares it.
    DeclaredEncoding {
        /// A JSON object.
        Json = "json",
        /// A multipart form.
        Multipart = "multipart",
    }
}

words! {
    /// The evidence for a fact, the strongest first.
    Evidence {
        /// A page of the vendor's documentation.
        Documented = "documented",
        /// The vendor's published SDK or machine-readable description.
        OfficialSdk = "official_sdk",
        /// Recorded responses, or independent clients that agree.
        Observed = "observed",
        /// Analogy with a similar element.
        Inferred = "inferred",
    }
}

words! {
    /// The vendor's commitment to an operation.
    Stability {
        /// It stays as it is.
        Stable = "stable",
        /// It may change.
        Beta = "beta",
        /// It may change or disappear.
        Experimental = "experimental",
    }
}

words! {
    /// The unit whose calls a rate limit counts.
    LimitUnit {
        /// Each method and path.
        Endpoint = "endpoint",
        /// All operations of a class together.
        Class = "class",
    }
}

words! {
    /// The algorithm of a signature.
    SignatureAlgorithm {
        /// HMAC with SHA-256.
        HmacSha256 = "hmac_sha256",
        /// HMAC with SHA-1.
        HmacSha1 = "hmac_sha1",
    }
}

words! {
    /// The encoding of the bytes of a signature.
    SignatureEncoding {
        /// Hexadecimal digits.
        Hex = "hex",
        /// Base64.
        Base64 = "base64",
    }
}

words! {
    /// A kind of JSON value.
    JsonKind {
        /// A string.
        String = "string",
        /// A number.
        Number = "number",
        /// `true` or `false`.
        Bool = "bool",
        /// A list.
        List = "list",
        /// An object.
        Object = "object",
    }
}
