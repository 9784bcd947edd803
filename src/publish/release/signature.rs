//! Ed25519 signatures of manifests, and their keys as text.

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};

use crate::text::hex::{self, hex};

/// The first line of a secret key's file.
const HEAD: &str = "gongshi ed25519 secret key";

/// A key that signs.
pub struct SecretKey(SigningKey);

/// A key that verifies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl SecretKey {
    /// The key grown from 32 random bytes.
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }

    /// Parses the output of [`Self::text`].
    pub fn parse(text: &str) -> Option<Self> {
        let seed = text.strip_prefix(HEAD)?.trim();
        hex::bytes(seed).map(|seed| Self::from_seed(&seed))
    }

    /// The key as the text of a file.
    pub fn text(&self) -> String {
        format!("{HEAD}\n{}\n", hex(&self.0.to_bytes()))
    }

    /// The key that others verify with.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    /// The signature of `manifest` as the text of `manifest.sig`.
    pub fn sign(&self, manifest: &[u8]) -> String {
        format!("{}\n", hex(&self.0.sign(manifest).to_bytes()))
    }
}

impl PublicKey {
    /// Reads 64 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        VerifyingKey::from_bytes(&hex::bytes(text.trim())?).ok().map(Self)
    }

    /// The key as the text of a file.
    pub fn text(&self) -> String {
        format!("{}\n", hex(self.0.as_bytes()))
    }

    /// Whether `signature`, the text of `manifest.sig`, is this key's under `manifest`.
    pub fn verifies(&self, manifest: &[u8], signature: &str) -> bool {
        let signature = hex::bytes(signature.trim()).map(|bytes| Signature::from_bytes(&bytes));
        signature.is_some_and(|signature| self.0.verify_strict(manifest, &signature).is_ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_holds_for_its_key_and_its_bytes_only() {
        let (key, other) = (SecretKey::from_seed(&[7; 32]), SecretKey::from_seed(&[8; 32]));
        let signature = SecretKey::parse(&key.text()).unwrap().sign(b"manifest");
        let public = PublicKey::parse(&key.public().text()).unwrap();
        assert!(public.verifies(b"manifest", &signature));
        assert!(!public.verifies(b"manifesT", &signature));
        assert!(!other.public().verifies(b"manifest", &signature));
        assert!(!public.verifies(b"manifest", "no signature"));
    }
}
